using System.Diagnostics;

namespace Preau.Bench.Fuzz;

/// <summary>One reader of what comes from outside, and how bad input for it is made.</summary>
/// <param name="Usual">Inputs of a long run.</param>
/// <param name="Inputs">From a seed, what makes the next input; the same seed makes the same ones.</param>
/// <param name="Take">Hands an input over; true when it was read, false when it was refused in the reader's own words. Anything thrown is a find.</param>
internal sealed record FuzzTarget(string Name, int Usual, Func<int, Func<byte[]>> Inputs, Func<byte[], bool> Take)
{
    /// <summary>The longest that an input may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Tries one input.</summary>
    /// <returns>Whether it was read.</returns>
    /// <exception cref="TimeoutException">When it took too long twice: once may be the machine's doing.</exception>
    public bool Try(byte[] input)
    {
        for (var again = false; ; again = true)
        {
            var begin = Stopwatch.GetTimestamp();
            var read = Take(input);
            var took = Stopwatch.GetElapsedTime(begin);
            if (took < Longest)
            {
                return read;
            }
            if (again)
            {
                throw new TimeoutException($"An input of {input.Length} bytes took {took}.");
            }
        }
    }
}
