using System.Diagnostics;
using Preau.Bench.Fuzz;
using Preau.RollCall;

namespace Preau.Tests.Sync;

/// <summary>Bad input by machine, a few seconds of it; a million by <c>./dev bench fuzz</c>.</summary>
public class FuzzTests(ITestOutputHelper output)
{
    private static readonly TimeSpan time = TimeSpan.FromSeconds(5);

    [Fact]
    public void The_sync_door_answers_or_refuses_whatever_comes()
    {
        var mutations = new Mutations(Environment.TickCount, DoorInput.Corpus);
        var (inputs, pushes, watch) = (0, 0, Stopwatch.StartNew());
        for (; watch.Elapsed < time && inputs < 100_000; inputs++)
        {
            var input = mutations.Next();
            pushes += DoorInput.Read(input).IsPush ? 1 : 0;
        }
        Assert.True(pushes > 0, "nothing got past the envelope: the mutations are too wild to try what is behind it");
        output.WriteLine($"measured fuzz: {inputs} inputs, {pushes} read as a push");
    }

    /// <summary>Found by machine, or beside what it found: each made a push fail as a whole, for ever, with everything that waited behind it.</summary>
    [Theory]
    [InlineData("\"2026-11-23\"", "null")]
    [InlineData("\"08:00\"", "null")]
    [InlineData("2026-11-23", "-9998-01-01")]
    [InlineData("Mathématiques", "\\u0000")]
    public void What_broke_the_door_is_malformed_now(string good, string bad)
    {
        var mark = System.Text.Encoding.UTF8.GetString(DoorInput.Corpus[3]);
        Assert.NotNull(RollFacts.Read(RollFacts.Marked, DoorInput.Corpus[3]));
        Assert.Null(RollFacts.Read(RollFacts.Marked, System.Text.Encoding.UTF8.GetBytes(mark.Replace(good, bad))));
    }

    [Fact]
    public void The_good_inputs_are_good() => Assert.Equal(3, DoorInput.Corpus.Sum(input => DoorInput.Read(input).Facts));
}
