using System.Diagnostics;
using SQLitePCL;

namespace Preau.Bench.Save;

/// <summary>The rows of a save by prepared SQL through SQLite's own interface, in one process, without HTTP, parsing or judging.</summary>
internal static class SqliteFloor
{
    private const string Entry = "INSERT INTO entries (establishment, school_year, position, id, kind, author, device, sign_in, claimed_at, received_at, flags, body) VALUES (?1,2026,?2,?3,?4,?5,?6,?7,?8,?8,0,?9)";
    private const string Mark = "INSERT INTO marks (establishment, school_year, id, position, \"on\", start, \"group\", pupil, kind, minutes, author, rank, claimed_at, received_at, replaces) VALUES (?1,2026,?2,?3,?4,?5,?6,?7,'A',NULL,?8,1,?9,?9,NULL)";
    private const string Roll = "INSERT INTO rolls (establishment, school_year, \"on\", start, \"group\", \"end\", subject, position, validated_by, validated_at, shown) VALUES (?1,2026,?2,?3,?4,'09:00:00','Mathématiques',?5,?6,?7,?8)";
    private const string Sequence = "UPDATE device_sequences SET confirmed = last, last = last + 1 WHERE device = ?1";
    private const string Counter = "UPDATE counters SET position = ?2 WHERE establishment = ?1";

    /// <summary>Saves per second when each transaction holds <paramref name="group"/> saves.</summary>
    public static double Run(string path, FloorPlan plan, int group, TimeSpan time)
    {
        Batteries_V2.Init();
        raw.sqlite3_open(path, out var db);
        raw.sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        using var saves = new Saves(db, plan);
        var (done, watch) = (0L, Stopwatch.StartNew());
        for (; watch.Elapsed < time; done += group)
        {
            raw.sqlite3_exec(db, "BEGIN IMMEDIATE");
            for (var i = 0; i < group; i++)
            {
                saves.One();
            }
            Must(raw.sqlite3_exec(db, "COMMIT"), raw.SQLITE_OK);
        }
        var perSecond = done / watch.Elapsed.TotalSeconds;
        saves.Dispose();
        raw.sqlite3_close_v2(db);
        return perSecond;
    }

    private static void Must(int code, int wanted)
    {
        if (code != wanted)
        {
            throw new InvalidOperationException($"SQLite said {code}.");
        }
    }

    private sealed class Saves(sqlite3 db, FloorPlan plan) : IDisposable
    {
        private readonly Dictionary<string, sqlite3_stmt> prepared = [];

        public void One()
        {
            var (e, tablet, position) = plan.Next();
            var (on, start, now) = plan.Hour();
            Do(Sequence, tablet.Device);
            for (var i = 0; i < 5; i++)
            {
                var id = plan.Id();
                Do(Entry, e, position + i, id, i < 4 ? "marked" : "roll-validated", tablet.Author, tablet.Device, tablet.SignIn, now, i < 4 ? plan.MarkBody : plan.RollBody);
                if (i < 4)
                {
                    Do(Mark, e, id, position + i, on, start, tablet.Group, tablet.Pupil, tablet.Author, now);
                }
            }
            Do(Roll, e, on, start, tablet.Group, position + 4, tablet.Author, now, plan.Shown);
            Do(Counter, e, position + 4);
        }

        public void Dispose()
        {
            foreach (var statement in prepared.Values)
            {
                statement.Dispose();
            }
            prepared.Clear();
        }

        private void Do(string sql, params ReadOnlySpan<object> values)
        {
            if (!prepared.TryGetValue(sql, out var statement))
            {
                Must(raw.sqlite3_prepare_v2(db, sql, out statement), raw.SQLITE_OK);
                prepared.Add(sql, statement);
            }
            for (var i = 0; i < values.Length; i++)
            {
                _ = values[i] switch
                {
                    byte[] bytes => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                    string text => raw.sqlite3_bind_text(statement, i + 1, text),
                    long number => raw.sqlite3_bind_int64(statement, i + 1, number),
                    var number => raw.sqlite3_bind_int(statement, i + 1, (int)number),
                };
            }
            Must(raw.sqlite3_step(statement), raw.SQLITE_DONE);
            raw.sqlite3_reset(statement);
        }
    }
}
