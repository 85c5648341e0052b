using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Preau.Bench.Scene;

namespace Preau.Bench.Country;

/// <summary>What saves have cost so far, by who paid: processor time of the server and of the database, bytes of its log, pages written whole into it.</summary>
internal readonly record struct Spent(TimeSpan Server, TimeSpan Database, long LogBytes, long WholePages)
{
    /// <summary>What is spent up to now; the database's processes must be this machine's.</summary>
    public static Spent Now(PreauProcess server, string database, int postmaster)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT wal_bytes::bigint, wal_fpi FROM pg_stat_wal", connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        return new(server.Used, Children(postmaster), reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>For each of so many saves, as fields of a line.</summary>
    public IEnumerable<KeyValuePair<string, object>> Each(Spent before, double saves)
    {
        yield return new("serverMicroseconds", Math.Round((Server - before.Server).TotalMicroseconds / saves));
        yield return new("databaseMicroseconds", Math.Round((Database - before.Database).TotalMicroseconds / saves));
        yield return new("logBytes", Math.Round((LogBytes - before.LogBytes) / saves));
        yield return new("wholePages", Math.Round((WholePages - before.WholePages) / saves, 2));
    }

    /// <summary>Processor time of a process's children, those that have ended left out.</summary>
    private static TimeSpan Children(int parent)
    {
        var sum = TimeSpan.Zero;
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                var stat = $"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/stat";
                var told = File.Exists(stat) ? File.ReadAllText(stat) : "";
                if (told.Length > 0 && int.Parse(told[(told.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture) == parent)
                {
                    sum += process.TotalProcessorTime;
                }
            }
        }
        return sum;
    }
}
