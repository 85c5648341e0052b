using System.Data.Common;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Backup;

/// <summary>Writes the whole database into one archive that either engine can take back: backup, moving to PostgreSQL and leaving are one thing.</summary>
/// <remarks>It holds password hashes, devices' keys and the names of children: keep it as you keep the database.</remarks>
public sealed class MakeBackup(Engine engine, SchoolClock clock)
{
    /// <summary>Tells how far it is: the table, and rows so far.</summary>
    public delegate Task Progress(string table, long rows);

    /// <summary>Does it, as one moment of the database, while the server goes on writing.</summary>
    /// <param name="to">Takes a ZIP; need not seek. Left open.</param>
    /// <param name="product">Version of the program.</param>
    public async Task<Manifest> Do(Stream to, string product, Progress progress, CancellationToken stop = default)
    {
        await using var db = engine.Open(EstablishmentId.Platform);
        var tables = BackupTable.All(db);
        await using var frozen = await engine.Freeze(db, stop);
        using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        var counts = new List<TableCount>();
        var madeAt = clock.Now;
        foreach (var table in tables)
        {
            await progress(table.Name, 0);
            counts.Add(await Write(zip, frozen, table, progress, stop));
        }
        var manifest = new Manifest(Manifest.FormatName, 1, product, BackupTable.Shape(tables), engine.Name, madeAt, counts);
        await using var last = await zip.CreateEntry(Manifest.Entry).OpenAsync(stop);
        await JsonSerializer.SerializeAsync(last, manifest, Json.Web, stop);
        return manifest;
    }

    private async Task<TableCount> Write(ZipArchive zip, DbTransaction frozen, BackupTable table, Progress progress, CancellationToken stop)
    {
        const int Flush = 64 * 1024;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var entry = await zip.CreateEntry($"tables/{table.Name}.jsonl", CompressionLevel.Fastest).OpenAsync(stop);
        await using var command = frozen.Connection!.CreateCommand();
        (command.Transaction, command.CommandText) = (frozen, table.SelectSql(engine.ByteOrder));
        await using var row = await command.ExecuteReaderAsync(stop);
        using var lines = new MemoryStream();
        await using var json = new Utf8JsonWriter(lines, new JsonWriterOptions { Encoder = RowJson.Options.Encoder, SkipValidation = true });
        var count = 0L;
        while (await row.ReadAsync(stop))
        {
            WriteLine(json, lines, table, row);
            if (++count % 10_000 == 0)
            {
                await progress(table.Name, count);
            }
            if (lines.Length > Flush)
            {
                await Empty(lines, hash, entry, stop);
            }
        }
        await Empty(lines, hash, entry, stop);
        return new(table.Name, count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void WriteLine(Utf8JsonWriter json, MemoryStream lines, BackupTable table, DbDataReader row)
    {
        json.WriteStartObject();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            json.WritePropertyName(table.Columns[i].Name);
            table.Columns[i].Write(json, row, i);
        }
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        lines.WriteByte((byte)'\n');
    }

    private static async Task Empty(MemoryStream lines, IncrementalHash hash, Stream entry, CancellationToken stop)
    {
        var bytes = lines.GetBuffer().AsMemory(0, (int)lines.Length);
        hash.AppendData(bytes.Span);
        await entry.WriteAsync(bytes, stop);
        lines.SetLength(0);
    }
}
