namespace Preau.Host.Commands;

/// <summary>Where a command speaks, and from where it was called: the terminal, or the wire to the command line that asks a running server.</summary>
/// <param name="Directory">The caller's folder, against which file names are read.</param>
/// <param name="Write">Takes a line and which stream it belongs to.</param>
internal sealed record CommandOutput(string Directory, Func<OutputKind, string, Task> Write)
{
    /// <summary>A line of the result.</summary>
    public Task Line(string text) => Write(OutputKind.Line, text);

    /// <summary>A line of complaint.</summary>
    public Task Error(string text) => Write(OutputKind.Error, text);

    /// <summary>How far long work is; shown on a terminal, in place, and nowhere else.</summary>
    public Task Progress(string text) => Write(OutputKind.Progress, text);

    /// <summary>The terminal of this process.</summary>
    public static CommandOutput Terminal() => new(Environment.CurrentDirectory, (kind, text) =>
    {
        Show(kind, text);
        return Task.CompletedTask;
    });

    /// <summary>Shows a line on this process's terminal.</summary>
    public static void Show(OutputKind kind, string text)
    {
        const int Width = 78;
        switch (kind)
        {
            case OutputKind.Line:
                Console.Out.WriteLine(text);
                break;
            case OutputKind.Error:
                Console.Error.WriteLine(text);
                break;
            case OutputKind.Progress when !Console.IsErrorRedirected:
                Console.Error.Write($"\r{text,-Width}\r");
                break;
        }
    }
}

/// <summary>Which stream a line belongs to.</summary>
internal enum OutputKind
{
    /// <summary>Standard output.</summary>
    Line,
    /// <summary>Standard error.</summary>
    Error,
    /// <summary>Standard error, overwritten, on a terminal only.</summary>
    Progress,
    /// <summary>The exit code; ends the answer of a server.</summary>
    Exit,
}
