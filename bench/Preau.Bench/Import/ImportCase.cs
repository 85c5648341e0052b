using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Preau.Bench.Scene;
using Preau.Foundation;
using Preau.Imports;
using Preau.Imports.Reading;

namespace Preau.Bench.Import;

/// <summary>A list of 1,200 pupils (<c>--count</c>) in 40 classes, each with a family: read, planned and applied; the same again; with a tenth in another class.</summary>
/// <remarks>Floor: a row per pupil and a row per place in a class by prepared SQL, one transaction; nothing read, compared, planned or logged.</remarks>
internal static class ImportCase
{
    private const int Classes = 40;

    /// <summary>Runs on each engine asked for; each run is a new establishment.</summary>
    public static async Task Run(Setting setting, Report report)
    {
        using var scratch = new Scratch();
        var pupils = setting.Count ?? 1200;
        foreach (var engine in setting.Engines)
        {
            using var cluster = engine == "postgres" ? new Cluster(scratch, "cluster", new Dictionary<string, string>()) : null;
            var (data, database) = (scratch.Make(engine), cluster?.NewDatabase());
            await using var services = Town.Services(data, database);
            await services.GetRequiredService<Engine>().Migrate(default);
            var runs = new List<(double First, double Same, double Moved, double Floor)>();
            for (var run = 0; run <= Math.Max(3, setting.Runs); run++)
            {
                var code = string.Create(CultureInfo.InvariantCulture, $"IMPORT-{run}");
                runs.Add((await Timed(services, code, List(pupils, 0)), await Timed(services, code, List(pupils, 0)), await Timed(services, code, List(pupils, pupils / 10)),
                    Floor(data, database, 1_000_000 + run, pupils)));
            }
            report.Add(Line(engine, pupils, runs[1..])); // the first one warms up
        }
    }

    private static Dictionary<string, object> Line(string engine, int pupils, List<(double First, double Same, double Moved, double Floor)> runs) => new()
    {
        ["bench"] = "import", ["database"] = engine, ["pupils"] = pupils, ["firstMs"] = Math.Round(Report.Median(runs.Select(r => r.First))),
        ["sameMs"] = Math.Round(Report.Median(runs.Select(r => r.Same))), ["movedMs"] = Math.Round(Report.Median(runs.Select(r => r.Moved))),
        ["floorMs"] = Math.Round(Report.Median(runs.Select(r => r.Floor)), 1), ["ratio"] = Math.Round(Report.Median(runs.Select(r => r.First / r.Floor)), 1), ["runs"] = runs.Count,
    };

    private static async Task<double> Timed(ServiceProvider services, string code, byte[] list)
    {
        var request = new RunImport.Request(code, [GivenFile.Holding("eleves.csv", list)], Create: true, 2026, Rehearsal: false, new ReadingOptions());
        var watch = Stopwatch.StartNew();
        var ended = await services.GetRequiredService<RunImport>().Do(null, request);
        return ended.Refused is { } no ? throw new InvalidOperationException($"The import was refused: {no}") : watch.Elapsed.TotalMilliseconds;
    }

    /// <param name="moved">The first so many stand in the next class.</param>
    private static byte[] List(int pupils, int moved)
    {
        var list = new StringBuilder("INE;Nom;Prénom;Date de naissance;Classe;Nom responsable 1;Portable responsable 1\n");
        for (var i = 0; i < pupils; i++)
        {
            list.Append(CultureInfo.InvariantCulture,
                $"{i:000000000}AB;NOM{i};Prénom{i % 97};{new DateOnly(2010, 1, 1).AddDays(i % 360):dd/MM/yyyy};{(i + (i < moved ? 1 : 0)) % Classes + 1:00}A;NOM{i};06{i:00000000}\n");
        }
        return Encoding.UTF8.GetBytes(list.ToString());
    }

    private static double Floor(string data, string? database, int establishment, int pupils)
    {
        using DbConnection connection = database is null ? new SqliteConnection($"Data Source={Path.Combine(data, "preau.db")}") : new NpgsqlConnection(database);
        connection.Open();
        var watch = Stopwatch.StartNew();
        using var transaction = connection.BeginTransaction();
        using var pupil = Command(transaction, "INSERT INTO pupils (establishment, school_year, id, family_name, first_name, sort_key) VALUES (@e, 2026, @id, 'NOM', 'Prénom', 'nom')");
        using var place = Command(transaction, "INSERT INTO group_pupils (establishment, school_year, \"group\", pupil, \"from\") VALUES (@e, 2026, @g, @id, '2026-09-01')");
        var group = Guid.CreateVersion7();
        for (var i = 0; i < pupils; i++)
        {
            var id = Guid.CreateVersion7();
            Do(pupil, ("e", establishment), ("id", id));
            Do(place, ("e", establishment), ("id", id), ("g", group));
        }
        transaction.Commit();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static DbCommand Command(DbTransaction transaction, string sql)
    {
        var command = transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        return command;
    }

    /// <summary>Prepared at its first use.</summary>
    private static void Do(DbCommand command, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var first = command.Parameters.Count == 0;
        foreach (var (name, value) in values)
        {
            if (first)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }
            command.Parameters[name].Value = value;
        }
        if (first)
        {
            command.Prepare();
        }
        command.ExecuteNonQuery();
    }
}
