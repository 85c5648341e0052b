using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Preau.Bench.Fuzz;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Tests.Sync;

/// <summary>Bad facts from a good device, over HTTP, down to the database: answered or refused, never an error of ours, and nothing of a refused fact is written.</summary>
[Trait("speed", "slow")]
public class PushFuzzTests(ITestOutputHelper output)
{
    private static readonly TimeSpan time = TimeSpan.FromSeconds(6);

    private static readonly string[] values =
    [
        "null", "-1", "0", "1e400", "99999999999999999999", "0.5", "true", "\"\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\ufffe\"", "\"2026-02-30\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"24:00\"",
        "\"23:59\"", "\"00:00\"", "\"A\"", "\"ZZ\"", "\"P\"", "\"SO\"", "\"IN\"", "720", "721", "32768", "[]", "[null]", "{}", "[[[[[[[[1]]]]]]]]", "\"00000000-0000-0000-0000-000000000000\"",
        "\"00000000-0000-7000-8000-000000000001\"", "\"2000-01-01T00:00:00Z\"", "\"2199-12-31T23:59:59.999999999Z\"", "\"\ud83d\ude00\"", $"\"{new string('x', 80)}\"", $"\"{new string('é', 5000)}\"",
    ];

    private static readonly string[] names =
        ["id", "kind", "author", "signIn", "claimedAt", "body", "date", "start", "end", "group", "subject", "label", "pupil", "minutes", "replaces", "from", "until", "note", "shown", "other"];

    [Theory, OnBothEngines]
    public async Task The_verb_answers_or_refuses_and_writes_only_what_it_accepts(string engine)
    {
        var seed = Environment.TickCount;
        var (random, town) = (new Random(seed), await Town.On(engine));
        var school = await town.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var accepted = new HashSet<Guid>();
        var (pushes, refused, watch) = (0, 0, Stopwatch.StartNew());
        for (; watch.Elapsed < time; pushes++)
        {
            var facts = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Spoilt(random, random.Next(3) == 0 ? tablet.Validated(school) : tablet.Marked(school, school.Pupils[random.Next(30)])));
            var body = Whole(random, tablet.Sequence, facts);
            using var request = tablet.Request(HttpMethod.Post, "/api/sync/push");
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await town.Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode is 200 or 400 or 409, $"seed {seed}: {answer.StatusCode} {text}\n{Convert.ToBase64String(body)}");
            // By chance a second sequence came in: the device is turned away, another one goes on.
            tablet = answer.StatusCode == HttpStatusCode.Conflict ? await school.TabletOf(school.MrsMartin) : tablet;
            refused += answer.IsSuccessStatusCode ? Book(tablet, JsonNode.Parse(text)!, accepted) : 0;
        }
        await using var db = town.Database.Read(school.Id);
        var entries = await db.Entries.Where(e => e.Device != null && (e.Kind == "marked" || e.Kind == "roll-validated")).Select(e => new { e.Id, e.Kind }).ToListAsync();
        Assert.Equal(accepted.Order(), entries.Select(e => e.Id).Order());
        Assert.Equal(entries.Where(e => e.Kind == "marked").Select(e => e.Id).Order(), (await db.Marks.Select(m => m.Id).ToListAsync()).Order());
        Assert.True(accepted.Count > 0 && refused > 0, "nothing accepted or nothing refused: that tries nothing");
        output.WriteLine($"measured push fuzz on {engine}: {pushes} pushes, {accepted.Count} facts accepted, {refused} refused, seed {seed}");
    }

    private static int Book(Tablet tablet, JsonNode answer, HashSet<Guid> accepted)
    {
        tablet.Sequence = answer["sequence"]!.GetValue<long>();
        var receipts = answer["receipts"]!.AsArray();
        accepted.UnionWith(receipts.Where(r => r!["state"]!.GetValue<string>() != "refused").Select(r => r!["id"]!.GetValue<Guid>()));
        return receipts.Count(r => r!["state"]!.GetValue<string>() == "refused");
    }

    /// <summary>Some of its values are put in place of others; and sometimes a member is there twice, or gone.</summary>
    private static string Spoilt(Random random, JsonObject fact)
    {
        var text = fact.ToJsonString();
        for (var times = random.Next(4); times > 0; times--)
        {
            var (name, value) = (names[random.Next(names.Length)], values[random.Next(values.Length)]);
            var at = text.IndexOf($"\"{name}\":", StringComparison.Ordinal);
            text = at < 0 || random.Next(6) == 0 ? text.Replace("\"body\":{", $"\"body\":{{\"{name}\":{value},", StringComparison.Ordinal) : text[..at] + $"\"{name}\":{value},\"was\":" + text[(at + name.Length + 3)..];
        }
        return text;
    }

    /// <summary>Now and then bytes are changed too, those of the sequence apart.</summary>
    private static byte[] Whole(Random random, long sequence, IEnumerable<string> facts)
    {
        var bytes = Encoding.UTF8.GetBytes($"[{string.Join(',', facts)}]");
        bytes = random.Next(3) > 0 ? bytes : new Mutations(random.Next(), [bytes]).Next();
        return [.. Encoding.UTF8.GetBytes($"{{\"sequence\":{sequence},\"facts\":"), .. bytes, (byte)'}'];
    }
}
