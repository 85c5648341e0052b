using System.IO.Compression;

namespace Preau.Pupils;

/// <summary>A file as it was given.</summary>
/// <param name="Name">With its ending; folders before it are ignored.</param>
public sealed record PhotoFile(string Name, byte[] Bytes);

/// <summary>Takes photos out of archives. Nothing touches the disk; what is too large is not read.</summary>
public static class PhotoFiles
{
    /// <summary>Pictures of one delivery, at most.</summary>
    public const int Most = 5000;

    /// <summary>The pictures of what was given: archives opened, the rest as it is. A picture that is too large comes with one byte more than may be kept.</summary>
    /// <exception cref="InvalidDataException">An archive is damaged.</exception>
    public static IEnumerable<PhotoFile> In(IEnumerable<PhotoFile> given) =>
        given.SelectMany(file => file.Bytes.AsSpan().StartsWith("PK\u0003\u0004"u8) ? Unzipped(file.Bytes) : [file]).Take(Most);

    private static IEnumerable<PhotoFile> Unzipped(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        foreach (var entry in zip.Entries.Where(e => e.Name.Length > 0 && !e.FullName.StartsWith("__MACOSX", StringComparison.Ordinal) && e.Name[0] != '.'))
        {
            using var content = entry.Open();
            var picture = new byte[PhotoImage.MostBytes + 1];
            yield return new(entry.Name, picture[..content.ReadAtLeast(picture, picture.Length, throwOnEndOfStream: false)]);
        }
    }
}
