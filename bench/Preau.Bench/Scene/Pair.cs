namespace Preau.Bench.Scene;

/// <summary>Two PostgreSQLs, one of them the other's synchronous standby; who is which changes.</summary>
internal sealed class Pair : IDisposable
{
    private readonly string database;

    public Pair(Scratch scratch)
    {
        Primary = new Cluster(scratch, "first", new Dictionary<string, string>());
        Standby = new Cluster(scratch, "second", new Dictionary<string, string>(), empty: true);
        database = Primary.NewDatabase().Split("Database=")[1].Split(';')[0];
    }

    /// <summary>The one that is written to.</summary>
    public Cluster Primary { get; private set; }

    /// <summary>The other.</summary>
    public Cluster Standby { get; private set; }

    /// <summary>Both, as a server is told: it looks for the one that can be written to.</summary>
    public string Connection => $"Host=127.0.0.1:{Primary.Port},127.0.0.1:{Standby.Port};Target Session Attributes=primary;Username=postgres;Database={database};Timeout=5";

    /// <summary>Makes the standby anew from the primary, and waits until each commit waits for it.</summary>
    public void Join()
    {
        Standby.Follow(Primary);
        Primary.Do("ALTER SYSTEM SET synchronous_standby_names = '*'");
        Primary.Do("SELECT pg_reload_conf()");
        for (var tries = 0; Primary.Do("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") is not 1L; tries++)
        {
            _ = tries < 600 ? 0 : throw new TimeoutException("The standby did not join.");
            Thread.Sleep(50);
        }
    }

    /// <summary>The primary dies, the standby takes its place.</summary>
    public void Fail()
    {
        Primary.Stop("immediate");
        Promote();
    }

    /// <summary>The standby takes the dead primary's place; nobody stands by then.</summary>
    public void Promote()
    {
        Standby.Promote();
        (Primary, Standby) = (Standby, Primary);
    }

    public void Dispose()
    {
        Primary.Dispose();
        Standby.Dispose();
    }
}
