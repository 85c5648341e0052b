using System.Text;

namespace Preau.Bench.Fuzz;

/// <summary>Makes bad input from good: bytes flipped, cut, doubled, spliced, and the words of the format put where they do not belong.</summary>
/// <remarks>Shape: the same seed makes the same inputs. Never longer than a push may be.</remarks>
/// <param name="vocabulary">Words of the format; those of the sync door when none are given.</param>
internal sealed class Mutations(int seed, IReadOnlyList<byte[]> corpus, byte[][]? vocabulary = null)
{
    private const int Most = 256 * 1024;
    private readonly Random random = new(seed);

    private readonly byte[][] words = vocabulary is { Length: > 0 } ? [.. vocabulary, .. bytes] : [.. door, .. bytes];

    private static readonly byte[][] bytes = [[0], [0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80]];

    private static readonly byte[][] door =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "9223372036854775808", "1e400", "0.5", "\"\\u0000\"", "\"\\ud800\"", "\"id\":", "\"facts\":[", "\"body\":{", "\"sequence\":",
            "\"kind\":\"marked\"", "\"kind\":\"roll-validated\"", "\"minutes\":", "\"shown\":[", "\"replaces\":[", "\"date\":\"2026-02-30\"", "\"date\":\"-9999-01-01\"", "\"start\":\"24:00\"",
            "\"claimedAt\":\"9999-12-31T23:59:60Z\"", "\"00000000-0000-0000-0000-000000000000\"", "/*", "//", "\u00e9", "\ufeff", "\"from\":\"10:20\"", "\"until\":", "\"note\":\"", "\"label\":\"Club\"",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        var input = new List<byte>(corpus[random.Next(corpus.Count)]);
        for (var times = 1 + random.Next(6); times > 0; times--)
        {
            Once(input);
        }
        return input.Count > Most ? [.. input.Take(Most)] : [.. input];
    }

    private void Once(List<byte> input)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(input.Count - at, 1 + random.Next(40));
        switch (random.Next(8))
        {
            case 0 when length > 0: input[at] = (byte)random.Next(256); break;
            case 1 when length > 0: input[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: input.RemoveRange(at, length); break;
            case 3: input.InsertRange(at, input.GetRange(at, length)); break;
            case 4: input.InsertRange(at, words[random.Next(words.Length)]); break;
            case 5: input.RemoveRange(at, input.Count - at); break;
            case 6: Splice(input, at); break;
            default: Repeat(input, at); break;
        }
    }

    private void Splice(List<byte> input, int at)
    {
        var other = corpus[random.Next(corpus.Count)];
        var from = random.Next(other.Length);
        input.RemoveRange(at, input.Count - at);
        input.AddRange(other[from..]);
    }

    private void Repeat(List<byte> input, int at)
    {
        var word = words[random.Next(words.Length)];
        for (var times = random.Next(random.Next(20) == 0 ? 5000 : 20); times > 0; times--)
        {
            input.InsertRange(at, word);
        }
    }
}
