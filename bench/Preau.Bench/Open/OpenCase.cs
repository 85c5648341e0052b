using System.Text;
using Preau.Bench.Scene;
using Preau.Bench.Wire;

namespace Preau.Bench.Open;

/// <summary>What opening the page asks of the server, in a school of 40 classes of 30: the tablet's whole day (first visit), the same with its ETag, and a pull of nothing new.</summary>
internal static class OpenCase
{
    private static readonly Town.Size size = new(1, 40, 30, 40);

    /// <summary>Runs on each engine asked for.</summary>
    public static async Task Run(Setting setting, Report report)
    {
        using var scratch = new Scratch();
        foreach (var engine in setting.Engines)
        {
            using var cluster = engine == "postgres" ? new Cluster(scratch, "cluster", new Dictionary<string, string>()) : null;
            var place = await Place.Build(scratch, engine, cluster, new Dictionary<string, string>(), size);
            using var server = place.Serve();
            var seen = await ETags(place, server);
            Case("open", "first", i => new(place.Tablets[i], "/api/sync/snapshot", "", "200"));
            Case("open", "warm", i => new(place.Tablets[i], "/api/sync/snapshot", $"If-None-Match: {seen[i]}\r\n", "304"));
            Case("pull", "nothing new", i => new(place.Tablets[i], $"/api/sync/pull?after={seen[i].Trim('"').Split('-')[0]}", "", "200"));

            void Case(string bench, string what, Func<int, AskCaller> caller)
            {
                var callers = Enumerable.Range(0, 32).Select(caller).ToList();
                callers.ForEach(c => c.Connect(server.Address));
                Crowd.Run(callers, TimeSpan.FromSeconds(setting.WarmUp / 3));
                foreach (var concurrency in setting.Concurrencies.Where(n => n <= callers.Count))
                {
                    var asked = callers.GetRange(0, concurrency);
                    var runs = Enumerable.Range(0, setting.Runs).Select(_ => Measure(asked, server, setting.Seconds)).ToList();
                    report.Add(Line(bench, engine, what, concurrency, runs));
                }
                callers.ForEach(c => c.Dispose());
            }
        }
    }

    private static (Measured Measured, long Bytes, TimeSpan Used) Measure(List<AskCaller> callers, PreauProcess server, double seconds)
    {
        var (before, used) = (callers.Sum(c => c.Received), server.Used);
        var measured = Crowd.Run(callers, TimeSpan.FromSeconds(seconds));
        return (measured, (callers.Sum(c => c.Received) - before) / measured.Count, server.Used - used);
    }

    private static Dictionary<string, object> Line(string bench, string engine, string what, int concurrency, List<(Measured Measured, long Bytes, TimeSpan Used)> runs)
    {
        var (middle, bytes, used) = runs.OrderBy(run => run.Measured.PerSecond).ElementAt(runs.Count / 2);
        return new()
        {
            ["bench"] = bench, ["what"] = what, ["database"] = engine, ["concurrency"] = concurrency, ["perSecond"] = Math.Round(middle.PerSecond),
            ["p50Ms"] = middle.Milliseconds(50), ["p95Ms"] = middle.Milliseconds(95), ["p99Ms"] = middle.Milliseconds(99), ["bytes"] = bytes,
            ["serverMicrosecondsEach"] = Math.Round(used.TotalMilliseconds * 1000 / middle.Count), ["ratioToFastestPeer"] = Math.Round(middle.PerSecond / Peer(concurrency), 1), ["runs"] = runs.Count,
        };
    }

    /// <summary>Opening the roll page at RosarioSIS 12, the fastest of the peers measured, per second (docs/benchmarks.md).</summary>
    private static double Peer(int concurrency) => concurrency switch { 1 => 55.3, <= 8 => 101, _ => 94.2 };

    private static async Task<List<string>> ETags(Place place, PreauProcess server)
    {
        using var http = new HttpClient { BaseAddress = new($"http://{server.Address}") };
        var tags = new List<string>();
        foreach (var tablet in place.Tablets.Take(32))
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/sync/snapshot");
            ask.Headers.TryAddWithoutValidation("Authorization", $"Device {tablet.Device}:{tablet.Secret}");
            using var answer = await http.SendAsync(ask);
            var document = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
            // A document that lacks the class would be quick to send and of no use.
            if (!document.Contains(tablet.Group.ToString(), StringComparison.Ordinal) || !document.Contains(tablet.Pupils[^1].ToString(), StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The day lacks a class: {Encoding.UTF8.GetByteCount(document)} bytes.");
            }
            tags.Add(answer.Headers.ETag!.ToString());
        }
        return tags;
    }
}
