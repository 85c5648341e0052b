using System.Text;
using Preau.RollCall;
using Preau.Sync;

namespace Preau.Bench.Fuzz;

/// <summary>The sync door's readers on one input: they answer or refuse, they never throw, and never take long.</summary>
internal static class DoorInput
{
    /// <summary>A good push of each kind, and small bodies; what fuzzing found is kept beside them.</summary>
    public static IReadOnlyList<byte[]> Corpus { get; } = [.. new[] { Push(), Push(Fact("marked", Mark)), Push(Fact("roll-validated", Roll), Fact("marked", Mark)), Mark, Roll, "{}", "[]" }.Select(Encoding.UTF8.GetBytes)];

    private const string Hour = "\"date\":\"2026-11-23\",\"start\":\"08:00\",\"end\":\"08:55\",\"group\":\"0193a1b2-0000-7000-8000-000000000001\",\"subject\":\"Mathématiques\"";
    private const string Mark = "{" + Hour + ",\"pupil\":\"0193a1b2-0000-7000-8000-000000000002\",\"kind\":\"R\",\"minutes\":10,\"replaces\":[\"0193a1b2-0000-7000-8000-000000000003\"]}";
    private const string Roll = "{" + Hour + ",\"shown\":[\"0193a1b2-0000-7000-8000-000000000002\",\"0193a1b2-0000-7000-8000-000000000004\"]}";

    /// <summary>Reads an input as a push, and as the body of each kind.</summary>
    /// <returns>Whether it was a push.</returns>
    public static bool Read(byte[] input)
    {
        _ = RollFacts.Read(RollFacts.Marked, input);
        _ = RollFacts.Read(RollFacts.Validated, input);
        return Facts(input) is not null;
    }

    /// <summary>How many facts of a push could be read; null when it is none.</summary>
    public static int? Facts(byte[] input) => ReadPush.From(input)?.Facts.Count(fact => RollFacts.Read(fact.Kind, fact.Body.Span) is not null);

    private static string Push(params string[] facts) => $"{{\"sequence\":7,\"facts\":[{string.Join(',', facts)}]}}";

    private static string Fact(string kind, string body) =>
        $"{{\"id\":\"0193a1b2-0000-7000-8000-00000000000{kind.Length % 10}\",\"kind\":\"{kind}\",\"author\":\"0193a1b2-0000-7000-8000-000000000006\",\"signIn\":\"0193a1b2-0000-7000-8000-000000000007\",\"claimedAt\":\"2026-11-23T07:07:31.123Z\",\"body\":{body}}}";
}
