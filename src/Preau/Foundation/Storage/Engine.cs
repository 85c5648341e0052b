using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Preau.Foundation;

/// <summary>What differs between SQLite and PostgreSQL, and nothing else.</summary>
public abstract class Engine : IAsyncDisposable
{
    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Opens a look that never tracks; cheap, disposed by the caller.</summary>
    public abstract PreauDb Open(EstablishmentId tenant);

    /// <summary>Runs the work in one transaction and answers after the commit; a refusal or an exception leaves nothing behind.</summary>
    public abstract Task<(Answer<T> Answer, Tx Tx)> Write<T>(Act act, Func<Tx, Task<Answer<T>>> work, CancellationToken stop);

    /// <summary>Appends the facts of a push and answers after the commit.</summary>
    public abstract Task<PushOutcome> Append(Push push, CancellationToken stop);

    /// <summary>Creates or upgrades the schema, then asserts that a commit is durable.</summary>
    /// <exception cref="InvalidOperationException">When the engine was set to lose acknowledged commits.</exception>
    public abstract Task Migrate(CancellationToken stop);

    /// <summary>Makes room for a school year (a partition on PostgreSQL); harmless when it is there.</summary>
    public abstract Task PrepareYear(PreauDb db, short year, CancellationToken stop);

    /// <summary>Begins to read one moment of the whole database, on the look's own connection, while others write.</summary>
    public abstract Task<DbTransaction> Freeze(PreauDb db, CancellationToken stop);

    /// <summary>How texts are ordered byte by byte, the same on both engines: an <c>ORDER BY</c> suffix.</summary>
    public abstract string ByteOrder { get; }

    /// <summary>Lets the engine's own numbering go on after rows that came with their numbers, inside a write.</summary>
    public abstract Task Renumber(PreauDb db, string table, string column, CancellationToken stop);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>The inside of a write: a tracked look at the database, the act, and the log.</summary>
public sealed class Tx(PreauDb db, Act act)
{
    /// <summary>Tracked and filtered by the act's establishment; saved by the door, not by the verb.</summary>
    public PreauDb Db { get; } = db;

    /// <summary>Who writes, when and why.</summary>
    public Act Act { get; } = act;

    internal long Position { get; private set; }

    internal Touches Touched { get; private set; }

    /// <summary>Adds an office act to the establishment's log.</summary>
    /// <param name="kind">What happened, in the past tense, such as <c>membership-given</c>.</param>
    /// <param name="schoolYear">Label of the school year that it belongs to; 0 outside any.</param>
    /// <param name="body">Serialised as JSON (web names).</param>
    /// <param name="touches">Which copies become stale.</param>
    /// <returns>The position given.</returns>
    public async Task<long> Log(string kind, short schoolYear, object body, Touches touches = Touches.Nothing)
    {
        var whole = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { act = Act.Why, request = Act.Request, body }, Json.Web);
        return await Append(kind, schoolYear, Guid.CreateVersion7(), whole, touches);
    }

    /// <summary>Adds a fact that was said at a desk: the body is the one that a device would have sent, so that one reader serves both.</summary>
    /// <param name="kind">A kind of fact, such as <c>marked</c>; its typed row is the verb's to add.</param>
    /// <param name="rank">The author's rank here.</param>
    /// <param name="body">Exact bytes, UTF-8 JSON.</param>
    /// <returns>The position given.</returns>
    public Task<long> Fact(string kind, short schoolYear, Guid id, short rank, byte[] body) =>
        Append(kind, schoolYear, id, body, Touches.Nothing, EntryFlags.None.With(rank));

    /// <summary>From here on the writers of this establishment come one after another, on every engine; nothing is logged by it.</summary>
    public Task StandInLine() => Db.Database.ExecuteSqlAsync($"""
        INSERT INTO counters (establishment, position, reference, access) VALUES ({Act.Establishment.Value}, 0, 0, 0)
        ON CONFLICT (establishment) DO UPDATE SET position = counters.position
        """);

    private async Task<long> Append(string kind, short schoolYear, Guid id, byte[] body, Touches touches, EntryFlags flags = EntryFlags.None)
    {
        Position = await Bump(touches);
        Touched |= touches;
        Db.Add(new Entry
        {
            Establishment = Act.Establishment, SchoolYear = schoolYear, Position = Position, Id = id, Kind = kind,
            Author = Act.Who, Device = Act.Device, ClaimedAt = Act.At, ReceivedAt = Act.At, Flags = flags, Body = body,
        });
        return Position;
    }

    private async Task<long> Bump(Touches touches)
    {
        var reference = touches.HasFlag(Touches.Reference) ? 1 : 0;
        var access = touches.HasFlag(Touches.Access) ? 1 : 0;
        var rows = await Db.Database.SqlQuery<long>($"""
            INSERT INTO counters (establishment, position, reference, access) VALUES ({Act.Establishment.Value}, 1, {reference}, {access})
            ON CONFLICT (establishment) DO UPDATE SET position = counters.position + 1,
                reference = CASE WHEN {reference} = 1 THEN counters.position + 1 ELSE counters.reference END,
                access = CASE WHEN {access} = 1 THEN counters.position + 1 ELSE counters.access END
            RETURNING position AS "Value"
            """).ToListAsync();
        return rows[0];
    }
}
