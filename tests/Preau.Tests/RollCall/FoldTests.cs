using System.Text.Json;
using CsCheck;
using Preau.RollCall;

namespace Preau.Tests.RollCall;

/// <summary>The fold of marks, by the truth table that the browser runs too.</summary>
public class FoldTests
{
    /// <summary>The cases of spec/rollcall/conflicts.json, by name.</summary>
    public static TheoryData<string> Names => [.. Cases().Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Folds_as_the_truth_table_says(string name)
    {
        var golden = Cases().Single(c => c.GetProperty("name").GetString() == name);
        var expect = golden.GetProperty("expect");

        var result = Fold.Of([.. golden.GetProperty("marks").EnumerateArray().Select(Read)]);

        Assert.Equal(expect.GetProperty("shown").GetString(), result.Shown?.Id);
        Assert.Equal(expect.GetProperty("kind").GetString(), result.Shown?.Kind);
        Assert.Equal(expect.TryGetProperty("disputed", out var disputed) && disputed.GetBoolean(), result.Disputed);
        Assert.Equal(expect.TryGetProperty("others", out var others) ? others.EnumerateArray().Select(o => o.GetString()!).Order() : [], result.Others.Select(o => o.Id).Order());
    }

    [Fact]
    public void The_order_of_arrival_does_not_matter() =>
        Gen.Select(
            Gen.Select(Gen.Int[0, 4], Gen.Int[1, 4], Gen.Int[0, 2].Select(i => "ARP"[i].ToString()), Gen.Int[0, 9], (author, rank, kind, replaced) => (author, rank, kind, replaced)).Array[1, 8],
            Gen.Int)
        .Sample((drawn, seed) =>
        {
            // An author has one rank in an establishment at a time, and none where they did not prove who they are.
            var marks = drawn.Select((d, i) => new FoldedMark($"m{i}", $"a{d.author}", d.rank == 1 ? 0 : 1 + (d.author % 4), d.kind, null, i + 1, d.replaced < i ? [$"m{d.replaced}"] : [])).ToArray();
            var shuffled = marks.ToArray();
            new Random(seed).Shuffle(shuffled);
            var (one, other) = (Fold.Of(marks), Fold.Of(shuffled));
            return one.Shown?.Id == other.Shown?.Id && one.Disputed == other.Disputed && one.Others.Select(o => o.Id).SequenceEqual(other.Others.Select(o => o.Id));
        });

    private static List<JsonElement> Cases()
    {
        var root = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "spec", "rollcall", "conflicts.json"))).RootElement;
        return [.. (root.ValueKind == JsonValueKind.Array ? root : root.GetProperty("cases")).EnumerateArray()];
    }

    private static FoldedMark Read(JsonElement mark) => new(
        mark.GetProperty("id").GetString()!, mark.GetProperty("author").GetString()!, mark.GetProperty("rank").GetInt32(), mark.GetProperty("kind").GetString()!,
        mark.TryGetProperty("minutes", out var minutes) && minutes.ValueKind == JsonValueKind.Number ? minutes.GetInt32() : null,
        mark.TryGetProperty("position", out var position) && position.ValueKind == JsonValueKind.Number ? position.GetInt64() : long.MaxValue,
        mark.TryGetProperty("replaces", out var replaces) ? [.. replaces.EnumerateArray().Select(r => r.GetString()!)] : []);
}
