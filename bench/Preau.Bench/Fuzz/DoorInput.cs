using System.Diagnostics;
using System.Text;
using Preau.RollCall;
using Preau.Sync;

namespace Preau.Bench.Fuzz;

/// <summary>The sync door's readers on one input: they answer or refuse, they never throw, and never take long.</summary>
internal static class DoorInput
{
    /// <summary>The longest that an input may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>A good push of each kind, and small bodies; what fuzzing found is kept beside them.</summary>
    public static IReadOnlyList<byte[]> Corpus { get; } = [.. new[] { Push(), Push(Fact("marked", Mark)), Push(Fact("roll-validated", Roll), Fact("marked", Mark)), Mark, Roll, "{}", "[]" }.Select(Encoding.UTF8.GetBytes)];

    private const string Hour = "\"date\":\"2026-11-23\",\"start\":\"08:00\",\"end\":\"08:55\",\"group\":\"0193a1b2-0000-7000-8000-000000000001\",\"subject\":\"Mathématiques\"";
    private const string Mark = "{" + Hour + ",\"pupil\":\"0193a1b2-0000-7000-8000-000000000002\",\"kind\":\"R\",\"minutes\":10,\"replaces\":[\"0193a1b2-0000-7000-8000-000000000003\"]}";
    private const string Roll = "{" + Hour + ",\"shown\":[\"0193a1b2-0000-7000-8000-000000000002\",\"0193a1b2-0000-7000-8000-000000000004\"]}";

    /// <summary>Reads an input as a push, and as the body of each kind.</summary>
    /// <returns>Whether it was a push, and how many of its facts could be read.</returns>
    /// <exception cref="TimeoutException">When it took too long twice: once may be the machine's doing.</exception>
    public static (bool IsPush, int Facts) Read(byte[] input)
    {
        for (var again = false; ; again = true)
        {
            var watch = Stopwatch.StartNew();
            _ = RollFacts.Read(RollFacts.Marked, input);
            _ = RollFacts.Read(RollFacts.Validated, input);
            var push = ReadPush.From(input);
            var good = push?.Facts.Count(fact => RollFacts.Read(fact.Kind, fact.Body.Span) is not null) ?? 0;
            if (watch.Elapsed < Longest)
            {
                return (push is not null, good);
            }
            if (again)
            {
                throw new TimeoutException($"An input of {input.Length} bytes took {watch.Elapsed}.");
            }
        }
    }

    private static string Push(params string[] facts) => $"{{\"sequence\":7,\"facts\":[{string.Join(',', facts)}]}}";

    private static string Fact(string kind, string body) =>
        $"{{\"id\":\"0193a1b2-0000-7000-8000-00000000000{kind.Length % 10}\",\"kind\":\"{kind}\",\"author\":\"0193a1b2-0000-7000-8000-000000000006\",\"signIn\":\"0193a1b2-0000-7000-8000-000000000007\",\"claimedAt\":\"2026-11-23T07:07:31.123Z\",\"body\":{body}}}";
}
