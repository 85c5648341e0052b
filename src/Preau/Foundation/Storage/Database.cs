namespace Preau.Foundation;

/// <summary>The database as the features see it: looks for reading, one door for writing.</summary>
public sealed class Database(Engine engine, Doorbell doorbell)
{
    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public string EngineName => engine.Name;

    /// <summary>A look for reading in the context of one establishment. Never tracks; dispose it.</summary>
    public PreauDb Read(EstablishmentId tenant) => engine.Open(tenant);

    /// <summary>The only way to write. Nothing slow happens inside: no hashing, no network, no files.</summary>
    /// <param name="act">Who, where, when, why.</param>
    /// <param name="work">Changes tracked rows and logs; may run again when the engine asks for it, so it keeps no state outside.</param>
    /// <returns>The work's answer, after the commit is durable; a refusal leaves nothing behind.</returns>
    public async Task<Answer<T>> Write<T>(Act act, Func<Tx, Task<Answer<T>>> work, CancellationToken stop = default)
    {
        var (answer, tx) = await engine.Write(act, work, stop);
        if (answer.Refusal is null && tx.Position > 0)
        {
            doorbell.Ring(act.Establishment, tx.Position, tx.Touched);
        }
        return answer;
    }

    /// <summary>Appends the facts of one push; answers after the commit is durable.</summary>
    public async Task<PushOutcome> Append(Push push, CancellationToken stop = default)
    {
        var outcome = await engine.Append(push, stop);
        if (outcome.Facts.Any(fact => fact.State == AppendState.Accepted))
        {
            doorbell.Ring(push.Establishment, outcome.Position, Touches.Nothing);
        }
        return outcome;
    }

    /// <summary>Makes room for a school year, inside a write.</summary>
    public Task PrepareYear(Tx tx, short year, CancellationToken stop = default) => engine.PrepareYear(tx.Db, year, stop);
}
