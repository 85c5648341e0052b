using System.Globalization;
using Preau.Bench.Scene;

namespace Preau.Bench.Save;

/// <summary>What the floor writes: the same tablets, hours, sizes and spread of keys as the saves over HTTP.</summary>
internal sealed class FloorPlan
{
    private readonly long[] positions;
    private readonly int[] hours;
    private readonly Writing[] tablets;
    private int turn;
    private int at;

    /// <summary>A tablet with its ids as SQLite keeps them.</summary>
    internal sealed record Writing(int Establishment, byte[] Device, byte[] Author, byte[] SignIn, byte[] Group, byte[] Pupil);

    /// <param name="first">Number of the first hour: later plans on the same database go on where the last ended.</param>
    /// <param name="connection">Number of the connection: several write to one establishment, each its own positions.</param>
    public FloorPlan(IReadOnlyList<Tablet> tablets, int first, int connection = 0)
    {
        this.tablets = [.. tablets.Select(t => new Writing(t.Establishment, Bytes(t.Device), Bytes(t.Author), Bytes(t.SignIn), Bytes(t.Group), Bytes(t.Pupils[0])))];
        positions = [.. Enumerable.Repeat(1000L + (first * 5000L) + ((long)connection << 40), tablets.Max(t => t.Establishment) + 1)];
        hours = [.. Enumerable.Repeat(first, tablets.Count)];
        MarkBody = new byte[242];
        RollBody = new byte[1350];
        Shown = new byte[30 * 16];
    }

    /// <summary>A mark's body, as long as a real one.</summary>
    public byte[] MarkBody { get; }

    /// <summary>A validation's body, as long as a real one.</summary>
    public byte[] RollBody { get; }

    /// <summary>Thirty packed ids.</summary>
    public byte[] Shown { get; }

    /// <summary>The next save: establishment, tablet, first of five positions.</summary>
    public (int Establishment, Writing Tablet, long Position) Next()
    {
        at = turn++ % tablets.Length;
        var tablet = tablets[at];
        positions[tablet.Establishment] += 5;
        return (tablet.Establishment, tablet, positions[tablet.Establishment]);
    }

    /// <summary>A day and start that this tablet has not used yet.</summary>
    public (string On, string Start, long Now) Hour()
    {
        var n = hours[at]++;
        var start = new TimeOnly(7, 0).AddMinutes(n % 100 * 5);
        return (new DateOnly(2026, 9, 2).AddDays(n / 100).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            start.ToString("HH:mm:ss", CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.UtcTicks / 10);
    }

    /// <summary>A new UUID v7.</summary>
    public byte[] Id() => Bytes(Guid.CreateVersion7());

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);
}
