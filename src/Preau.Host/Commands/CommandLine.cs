using System.CommandLine;

namespace Preau.Host.Commands;

/// <summary>The command line of <c>preau</c>: one file per command, global options here.</summary>
/// <remarks>Exit codes: 0 done, 1 refused or failed, 2 the words of the call are off.</remarks>
internal static class CommandLine
{
    /// <summary>Where the embedded database, the keys and the lock live.</summary>
    public static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "Folder of the data (default: ./data)", Recursive = true, DefaultValueFactory = _ => new DirectoryInfo("data"),
    };

    /// <summary>A PostgreSQL connection string; without it, SQLite in the data folder.</summary>
    public static readonly Option<string?> Database = new("--database")
    {
        Description = "PostgreSQL connection string, such as \"Host=/run/postgresql;Database=preau\" (default: SQLite in the data folder)", Recursive = true,
    };

    /// <summary>Every command.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("Préau: who is there, minute by minute.") { Data, Database };
        root.Add(ServeCommand.Make());
        root.Add(ImportCommand.Make());
        root.Add(VersionCommand.Make());
        return root;
    }

    public static async Task<int> Run(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync();
            return 2;
        }
        return await parsed.InvokeAsync();
    }
}
