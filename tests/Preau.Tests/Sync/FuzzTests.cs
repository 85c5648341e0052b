using System.Diagnostics;
using Preau.Bench.Fuzz;
using Preau.RollCall;

namespace Preau.Tests.Sync;

/// <summary>Bad input by machine, a few seconds of it; a million by <c>./dev bench fuzz</c>.</summary>
public class FuzzTests(ITestOutputHelper output)
{
    private static readonly TimeSpan time = TimeSpan.FromSeconds(8);

    /// <summary>The targets.</summary>
    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory, MemberData(nameof(Targets)), Trait("speed", "slow")]
    public void Whatever_comes_is_read_or_refused(string name)
    {
        var (target, seed) = (FuzzTargets.All.Single(t => t.Name == name), Environment.TickCount);
        var (next, inputs, read, watch) = (target.Inputs(seed), 0, 0, Stopwatch.StartNew());
        for (; watch.Elapsed < time && inputs < 100_000; inputs++)
        {
            var input = next();
            try
            {
                read += target.Try(input) ? 1 : 0;
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, input {inputs}: {error}\n{Convert.ToBase64String(input)}");
            }
        }
        Assert.True(read > 0 || name == "xlsx", "nothing was read: the mutations are too wild to try what is behind the first look");
        output.WriteLine($"measured fuzz {name}: {inputs} inputs, {read} read, seed {seed}");
    }

    [Theory, MemberData(nameof(Targets))]
    public void What_was_found_stays_mended(string name)
    {
        var target = FuzzTargets.All.Single(t => t.Name == name);
        Assert.All(Corpus.Kept(name), input => target.Try(input));
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
    public void The_good_inputs_are_good() => Assert.Equal(3, DoorInput.Corpus.Sum(input => DoorInput.Facts(input) ?? 0));
}
