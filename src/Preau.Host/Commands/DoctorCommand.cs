using System.CommandLine;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau doctor</c>: looks whether everything is in order and says what to do about what is not. Exit code 1 when something is wrong.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> json = new("--json") { Description = Words.Say("cli.json") };

    public static Command Make() => new Command("doctor", Words.Say("cli.doctor")) { json }.Does(Run);

    private static async Task<int> Run(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        var worst = Verdict.Good;
        await foreach (var finding in new Checkup(services).Findings(stop))
        {
            worst = (Verdict)Math.Max((int)worst, (int)finding.Verdict);
            await output.Line(parsed.GetValue(json)
                ? System.Text.Json.JsonSerializer.Serialize(finding, Json.Web)
                : $"{Sign(finding.Verdict)} {finding.Words}");
        }
        return worst == Verdict.Wrong ? 1 : 0;
    }

    private static string Sign(Verdict verdict) => verdict switch { Verdict.Good => "✓", Verdict.Watch => "!", _ => "✗" };
}
