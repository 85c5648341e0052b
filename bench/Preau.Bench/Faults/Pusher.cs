using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Preau.Bench.Scene;

namespace Preau.Bench.Faults;

/// <summary>A tablet that keeps what it has until it is acknowledged: sends the same facts again, under the same ids, whatever happens in between.</summary>
internal sealed class Pusher(Tablet tablet, int number) : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(20) };
    private readonly List<double> took = [];
    private string[]? waiting;
    private long sequence;
    private int next;

    /// <summary>Where the server is; may change while it runs.</summary>
    public Uri Server { get; set; } = null!;

    /// <summary>Facts that have a receipt, and their positions.</summary>
    public ConcurrentDictionary<Guid, long> Acknowledged { get; } = new();

    /// <summary>What was answered, or happened instead of an answer, and how often.</summary>
    public ConcurrentDictionary<string, int> Answers { get; } = new();

    /// <summary>Receipts that said «known»: the fact was already there.</summary>
    public int Known { get; private set; }

    /// <summary>The tablet.</summary>
    public Tablet Tablet => tablet;

    /// <summary>Milliseconds that each acknowledged push took, since the last call.</summary>
    public List<double> Took()
    {
        lock (took)
        {
            List<double> taken = [.. took];
            took.Clear();
            return taken;
        }
    }

    /// <summary>Pushes one roll after another until stopped; what waits then, waits.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            waiting ??= Roll();
            if (!await Send())
            {
                await Task.Delay(patience, CancellationToken.None);
            }
        }
    }

    /// <summary>Sends what waits until it is acknowledged.</summary>
    public async Task Settle()
    {
        for (var watch = Stopwatch.StartNew(); waiting is not null && !await Send();)
        {
            await Task.Delay(patience);
            _ = watch.Elapsed < TimeSpan.FromSeconds(90) ? 0 : throw new TimeoutException($"Never acknowledged: {string.Join(", ", Answers)}");
        }
    }

    /// <summary>The next request's body, for those who send it themselves; it is sent again by <see cref="Settle"/>.</summary>
    public string Body() => Whole(waiting ??= Roll());

    public void Dispose() => http.Dispose();

    private async Task<bool> Send()
    {
        var begin = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server, "/api/sync/push")) { Content = new StringContent(Whole(waiting!), Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("Authorization", $"Device {tablet.Device}:{tablet.Secret}");
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                Said($"{(int)answer.StatusCode} {Code(text)}");
                return false;
            }
            Book(JsonDocument.Parse(text).RootElement);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            Said(error is OperationCanceledException ? "no answer" : "cut");
            return false;
        }
        lock (took)
        {
            took.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        return true;
    }

    private void Book(JsonElement answer)
    {
        foreach (var receipt in answer.GetProperty("receipts").EnumerateArray())
        {
            if (!receipt.TryGetProperty("position", out var position))
            {
                throw new InvalidOperationException($"A good fact was refused: {receipt}");
            }
            Known += receipt.GetProperty("state").GetString() == "known" ? 1 : 0;
            Acknowledged[receipt.GetProperty("id").GetGuid()] = position.GetInt64();
        }
        (sequence, waiting) = (answer.GetProperty("sequence").GetInt64(), null);
        Said("200");
    }

    private void Said(string what) => Answers.AddOrUpdate(what, 1, (_, count) => count + 1);

    private static string Code(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement.TryGetProperty("code", out var code) ? code.GetString()! : "?";
        }
        catch (JsonException)
        {
            return "?";
        }
    }

    private string Whole(string[] facts) => $"{{\"sequence\":{sequence},\"facts\":[{string.Join(',', facts)}]}}";

    /// <summary>30 shown, 3 absent, 1 late.</summary>
    private string[] Roll()
    {
        var (day, slot) = ((next / 100) + (number % 3), next++ % 100);
        var (start, end) = (new TimeOnly(7, 0).AddMinutes(slot * 5), new TimeOnly(7, 55).AddMinutes(slot * 5));
        var date = new DateOnly(2026, 9, 2).AddDays(day % 300).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var hour = string.Create(CultureInfo.InvariantCulture, $"\"date\":\"{date}\",\"start\":\"{start:HH\\:mm}\",\"end\":\"{end:HH\\:mm}\",\"group\":\"{tablet.Group}\",\"subject\":\"Mathématiques\"");
        var marks = Enumerable.Range(0, 4).Select(i => Fact("marked", $"{hour},\"pupil\":\"{tablet.Pupils[i * 7]}\",\"kind\":\"{(i < 3 ? "A" : "R")}\",\"minutes\":{(i < 3 ? "null" : "10")},\"replaces\":[]"));
        return [.. marks, Fact("roll-validated", $"{hour},\"shown\":[{string.Join(',', tablet.Pupils.Select(id => $"\"{id}\""))}]")];
    }

    private string Fact(string kind, string body) =>
        $"{{\"id\":\"{Guid.CreateVersion7()}\",\"kind\":\"{kind}\",\"author\":\"{tablet.Author}\",\"signIn\":\"{tablet.SignIn}\",\"claimedAt\":\"{DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}\",\"body\":{{{body}}}}}";
}
