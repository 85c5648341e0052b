using System.CommandLine;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary>The command line of <c>preau</c>: one file per command, global options here.</summary>
/// <remarks>Exit codes: 0 done, 1 refused or failed, 2 the words of the call are off. A new command adds its line to <see cref="Root"/>.</remarks>
internal static class CommandLine
{
    /// <summary>Where the embedded database, the keys and the lock live.</summary>
    public static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = Words.Say("cli.data"), Recursive = true, DefaultValueFactory = _ => new DirectoryInfo("data"),
    };

    /// <summary>A PostgreSQL connection string; without it, SQLite in the data folder.</summary>
    public static readonly Option<string?> Database = new("--database") { Description = Words.Say("cli.database"), Recursive = true };

    /// <summary>Every command.</summary>
    public static RootCommand Root() => new(Words.Say("cli.preau"))
    {
        Data, Database,
        ServeCommand.Make(), MigrateCommand.Make(), SeedCommand.Make(), ImportCommand.Make(), UserCommand.Make(),
        BackupCommand.Make(), RestoreCommand.Make(), CertCommand.Make(), DoctorCommand.Make(), VersionCommand.Make(),
    };

    /// <summary>Runs what was typed; says in words what went wrong.</summary>
    public static async Task<int> Run(string[] args)
    {
        var parsed = Root().Parse(args);
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? 2 : code;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(Failure.Say(error));
            return 1;
        }
    }
}
