using System.Diagnostics;

namespace Preau.Tests.Cast;

/// <summary>Runs a program to its end.</summary>
internal static class Shell
{
    /// <summary>What it wrote, both streams; its exit code is not judged.</summary>
    public static async Task<string> Run(string program, params string[] arguments) => (await Exit(program, arguments)).Output;

    /// <summary>Its exit code and what it wrote.</summary>
    public static async Task<(int Code, string Output)> Exit(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
