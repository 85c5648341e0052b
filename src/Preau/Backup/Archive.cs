using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Preau.Foundation;

namespace Preau.Backup;

/// <summary>An archive that was read through once and found whole.</summary>
internal sealed class Archive : IDisposable
{
    private readonly ZipArchive zip;

    private Archive(ZipArchive zip, Manifest manifest) => (this.zip, Manifest) = (zip, manifest);

    public Manifest Manifest { get; }

    /// <summary>Opens and checks: every table is there, with the rows and the bytes that the manifest tells, and nothing else.</summary>
    /// <param name="file">Seekable; disposed with the archive.</param>
    /// <remarks>Errors: backup.not-one, backup.damaged, backup.other-shape.</remarks>
    public static async Task<Answer<Archive>> Open(Stream file, string shape, MakeBackup.Progress progress, CancellationToken stop)
    {
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(file, ZipArchiveMode.Read);
            var checkedOne = await Check(zip, shape, progress, stop);
            if (checkedOne.Refusal is null)
            {
                return new Archive(zip, checkedOne.Value!);
            }
            zip.Dispose();
            return checkedOne.Refusal;
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or IOException or NotSupportedException)
        {
            zip?.Dispose();
            await file.DisposeAsync();
            return zip is null ? Refusal.Malformed("backup.not-one") : Refusal.Malformed("backup.damaged", error.Message);
        }
    }

    /// <summary>The lines of a table, in order.</summary>
    public async IAsyncEnumerable<JsonElement> Lines(TableCount table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        using var lines = new StreamReader(await zip.GetEntry(table.Entry)!.OpenAsync(stop));
        while (await lines.ReadLineAsync(stop) is { } line)
        {
            using var row = JsonDocument.Parse(line);
            yield return row.RootElement.Clone();
        }
    }

    public void Dispose() => zip.Dispose();

    private static async Task<Answer<Manifest>> Check(ZipArchive zip, string shape, MakeBackup.Progress progress, CancellationToken stop)
    {
        if (zip.GetEntry(Manifest.Entry) is not { } entry)
        {
            return Refusal.Malformed("backup.not-one");
        }
        await using var stream = await entry.OpenAsync(stop);
        var manifest = await JsonSerializer.DeserializeAsync<Manifest>(stream, Json.Web, stop);
        if (manifest is not { Format: Manifest.FormatName, Tables: not null })
        {
            return Refusal.Malformed("backup.not-one");
        }
        if (manifest.FormatVersion != 1 || manifest.Shape != shape)
        {
            return new Refusal("backup.other-shape", 409, manifest.Product);
        }
        string[] named = [Manifest.Entry, .. manifest.Tables.Select(table => table.Entry)];
        if (!zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal).SequenceEqual(named.Order(StringComparer.Ordinal)))
        {
            return Refusal.Malformed("backup.damaged", Manifest.Entry);
        }
        foreach (var table in manifest.Tables)
        {
            await progress(table.Name, 0);
            if (await Measure(zip.GetEntry(table.Entry)!, stop) != (table.RowCount, table.Sha256))
            {
                return Refusal.Malformed("backup.damaged", table.Entry);
            }
        }
        return manifest;
    }

    private static async Task<(long RowCount, string Sha256)> Measure(ZipArchiveEntry entry, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var stream = await entry.OpenAsync(stop);
        var buffer = new byte[64 * 1024];
        var rows = 0L;
        for (int count; (count = await stream.ReadAsync(buffer, stop)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            rows += buffer.AsSpan(0, count).Count((byte)'\n');
        }
        return (rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
