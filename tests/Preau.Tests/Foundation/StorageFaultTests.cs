using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Npgsql;
using Preau.Foundation;
using SQLitePCL;

namespace Preau.Tests.Foundation;

/// <summary>The storage fails and comes back: what is asked meanwhile is told so, what is asked afterwards goes. Long runs: <c>./dev bench fault</c>.</summary>
public class StorageFaultTests
{
    private const string Plain = "INSERT INTO t (n) VALUES (?1)";
    private const string Rolling = "INSERT OR ROLLBACK INTO t (n) VALUES (?1)";

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_commit_that_the_disk_refuses_is_told_and_the_next_one_goes(bool isTakenBackAlone)
    {
        using var connection = Open();
        await using var writer = new SqliteWriter(connection, []);
        raw.sqlite3_commit_hook(connection.Handle, _ => 1, null);
        await Assert.ThrowsAsync<SqliteException>(() => writer.Queue(new Insert(Plain, 1, isTakenBackAlone), default));
        raw.sqlite3_commit_hook(connection.Handle, null, null);

        Assert.Equal(1, await writer.Queue(new Insert(Plain, 1, isTakenBackAlone), default));
        await Assert.ThrowsAsync<SqliteException>(() => writer.Queue(new Insert(Plain, 1, isTakenBackAlone), default));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_statement_that_rolls_everything_back_is_told_and_the_next_one_goes(bool isTakenBackAlone)
    {
        using var connection = Open();
        await using var writer = new SqliteWriter(connection, []);
        await writer.Queue(new Insert(Plain, 1, isTakenBackAlone), default);
        await Assert.ThrowsAsync<SqliteException>(() => writer.Queue(new Insert(Rolling, 1, isTakenBackAlone), default));

        Assert.Equal(1, await writer.Queue(new Insert(Plain, 2, isTakenBackAlone), default));
    }

    [Fact]
    public void Each_failure_has_its_code()
    {
        static Exception Postgres(string state) => new DbUpdateLike(new PostgresException("x", "ERROR", "ERROR", state));
        Assert.Equal(("storage.full", 503), Code(new DbUpdateLike(new SqliteException("full", 13))));
        Assert.Equal(("storage.read-only", 503), Code(new SqliteException("read-only", 8)));
        Assert.Equal(("storage.away", 503), Code(new SqliteException("I/O", 10)));
        Assert.Equal(("storage.full", 503), Code(Postgres("53100")));
        Assert.Equal(("storage.away", 503), Code(Postgres("57P01")));
        Assert.Equal(("storage.away", 503), Code(new NpgsqlException("cut")));
        Assert.Equal(("error.bad-request", 400), Code(Postgres("22021")));
        Assert.Null(StorageFaults.Of(Postgres("23505")));
        Assert.Null(StorageFaults.Of(new SqliteException("constraint", 19)));
        Assert.Null(StorageFaults.Of(new InvalidOperationException()));
    }

    [Fact, Trait("engine", "postgres")]
    public async Task A_database_that_is_away_is_told_as_such_and_comes_back()
    {
        var database = PostgresCluster.Shared.NewDatabase();
        var town = await Town.Start(Repository.Scratch("away"), database);
        var school = await town.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var fact = tablet.Marked(school, school.Pupils[0]);
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await Tell(database, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await Tell(database, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");

        using var request = tablet.Request(HttpMethod.Post, "/api/sync/push", new JsonObject { ["sequence"] = tablet.Sequence, ["facts"] = new JsonArray(fact.DeepClone()) }.ToJsonString());
        using var answer = await town.Http.SendAsync(request);
        Assert.Equal("storage.away", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
        Assert.Equal((503, "2"), ((int)answer.StatusCode, answer.Headers.RetryAfter!.ToString()));

        await Tell(database, $"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        Assert.Equal(["accepted"], Tablet.States(await tablet.Push(fact)));
        await town.Stop();
    }

    [Fact]
    public void Several_hosts_are_one_database_whose_primary_is_looked_for()
    {
        using var source = PostgresSource.Of("Host=a,b:5433;Target Session Attributes=primary;Username=preau", "");
        Assert.Contains("a,b:5433", source.ConnectionString);
    }

    private static async Task Tell(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Database = "postgres", Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static (string, int)? Code(Exception error) => StorageFaults.Of(error) is { } refusal ? (refusal.Code, refusal.Status) : null;

    private static SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Repository.Scratch("writer"), "a.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; CREATE TABLE t (n INTEGER PRIMARY KEY)";
        command.ExecuteNonQuery();
        return connection;
    }

    private sealed class DbUpdateLike(Exception inner) : Exception("wrapped", inner);

    private sealed class Insert(string sql, int number, bool isTakenBackAlone) : SqliteWork<int>
    {
        public override bool IsTakenBackAlone => isTakenBackAlone;

        public override bool Run(SqliteWriter writer, SqliteTransaction transaction)
        {
            Result = writer.Commands.Run(sql, number);
            return true;
        }
    }
}
