using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Preau.Foundation;

/// <summary>An episode in which the doorbell between nodes has no database: told once when it begins and once when it is over, however many connections ask.</summary>
internal sealed class NodeSilence(ILogger log)
{
    private readonly Lock gate = new();
    private int lost;
    private long since;

    /// <summary>A connection is lost.</summary>
    /// <param name="wasLost">Whether it was already.</param>
    /// <returns>True: it is lost now.</returns>
    public bool Begins(bool wasLost, Exception error)
    {
        lock (gate)
        {
            if (!wasLost && lost++ == 0)
            {
                since = Stopwatch.GetTimestamp();
                log.LogWarning("The doorbell between nodes lost its database, and asks again: {Why}", error.Message);
            }
        }
        return true;
    }

    /// <summary>A connection is there.</summary>
    /// <returns>False: it is lost no more.</returns>
    public bool Ends(bool wasLost)
    {
        lock (gate)
        {
            if (wasLost && --lost == 0)
            {
                log.LogInformation("The doorbell between nodes has its database again after {Seconds} s", (int)Stopwatch.GetElapsedTime(since).TotalSeconds);
            }
        }
        return false;
    }
}
