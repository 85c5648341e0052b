using System.Collections.Concurrent;
using System.Text.Json;

namespace Preau.Browser.Cast;

/// <summary>What left a machine for the server and was answered: how often each fact.</summary>
internal sealed class Sent
{
    private readonly ConcurrentDictionary<string, int> times = new();

    /// <summary>Counts from here on, over all pages of a machine.</summary>
    public static Sent From(IBrowserContext machine)
    {
        var sent = new Sent();
        machine.Response += (_, answer) =>
        {
            if (answer.Ok && answer.Url.EndsWith("/api/sync/push", StringComparison.Ordinal) && answer.Request.PostData is { } body)
            {
                foreach (var fact in JsonDocument.Parse(body).RootElement.GetProperty("facts").EnumerateArray())
                {
                    sent.times.AddOrUpdate(fact.GetProperty("id").GetString()!, 1, (_, n) => n + 1);
                }
            }
        };
        return sent;
    }

    /// <summary>So many facts were sent, and none of them twice.</summary>
    public void EachOnce(int facts) => Assert.Equal(Enumerable.Repeat(1, facts), times.Values);
}
