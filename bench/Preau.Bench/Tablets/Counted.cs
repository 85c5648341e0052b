using Microsoft.Playwright;

namespace Preau.Bench.Tablets;

/// <summary>What came over the wire for one page, request by request, as the browser counts it: headers and compressed body.</summary>
internal sealed class Counted
{
    private readonly Dictionary<string, (string Url, double Bytes)> answers = [];

    public Counted(ICDPSession session)
    {
        session.Event("Network.requestWillBeSent").OnEvent += (_, e) => answers[Text(e!.Value, "requestId")] = (e.Value.GetProperty("request").GetProperty("url").GetString()!, 0);
        session.Event("Network.loadingFinished").OnEvent += (_, e) =>
        {
            if (answers.TryGetValue(Text(e!.Value, "requestId"), out var known))
            {
                answers[Text(e.Value, "requestId")] = (known.Url, e.Value.GetProperty("encodedDataLength").GetDouble());
            }
        };
    }

    /// <summary>Everything that had come when the list was usable.</summary>
    public Visits.Cold Until(double milliseconds)
    {
        var all = answers.Values.ToList();
        bool Register((string Url, double Bytes) a) => a.Url.Contains("/api/", StringComparison.Ordinal);
        return new(milliseconds, all.Where(a => !Register(a)).Sum(a => a.Bytes) / 1024, all.Where(Register).Sum(a => a.Bytes) / 1024, all.Count,
            all.Count(a => a.Url.EndsWith(".js", StringComparison.Ordinal) && !a.Url.EndsWith("/sw.js", StringComparison.Ordinal)));
    }

    private static string Text(System.Text.Json.JsonElement e, string name) => e.GetProperty(name).GetString()!;
}
