using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Pupils;

/// <summary>Takes in photos, each named after its pupil, singly or in archives.</summary>
public sealed class KeepPhotos(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe];

    /// <summary>What became of one file.</summary>
    /// <param name="Why">Null when the photo is kept, else a refusal: photo.unknown, photo.ambiguous, photo.too-large, photo.unreadable.</param>
    public sealed record Line(string File, Refusal? Why);

    /// <summary>Does it; files that are refused keep none of the others back, and the same again changes nothing.</summary>
    /// <param name="year">Label of the school year.</param>
    /// <returns>One line per file, in the order given.</returns>
    /// <remarks>Errors: access.denied, photo.broken-archive.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, short year, IReadOnlyList<PhotoFile> given, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var names = new PhotoNames(await db.Pupils.Where(p => p.SchoolYear == year).ToListAsync(stop));
        List<Line> lines = [];
        var photos = new Dictionary<Id<Pupil>, PhotoImage>();
        try
        {
            foreach (var file in PhotoFiles.In(given))
            {
                var whose = names.Of(file.Name);
                var image = file.Bytes.Length > PhotoImage.MostBytes ? null : PhotoImage.Read(file.Bytes);
                lines.Add(new(file.Name, WhyRefused(whose.Count, file.Bytes.Length, image)));
                if (lines[^1].Why is null)
                {
                    photos[whose.Single().Id] = image!;
                }
            }
        }
        catch (InvalidDataException)
        {
            return Refusal.Malformed("photo.broken-archive");
        }
        return await database.Write<IReadOnlyList<Line>>(act, async tx =>
        {
            await Keep(tx, year, photos, stop);
            return lines;
        }, stop);
    }

    private static Refusal? WhyRefused(int pupils, int bytes, PhotoImage? image)
    {
        if (pupils != 1)
        {
            return new Refusal(pupils == 0 ? "photo.unknown" : "photo.ambiguous");
        }
        return bytes > PhotoImage.MostBytes ? new Refusal("photo.too-large", 409, PhotoImage.MostBytes / 1024) : image is null ? new Refusal("photo.unreadable") : null;
    }

    private static async Task Keep(Tx tx, short year, Dictionary<Id<Pupil>, PhotoImage> photos, CancellationToken stop)
    {
        var known = await tx.Db.Photos.Where(p => p.SchoolYear == year).Select(p => new { p.Pupil, p.Hash }).ToDictionaryAsync(p => p.Pupil, p => p.Hash, stop);
        var news = photos.Select(p => (Pupil: p.Key, Image: p.Value, Hash: Convert.ToHexStringLower(SHA256.HashData(p.Value.Bytes))[..16]))
            .Where(p => known.GetValueOrDefault(p.Pupil) != p.Hash).ToList();
        if (news.Count == 0)
        {
            return;
        }
        await tx.Log("photos-kept", year, new { photos = news.Select(p => new { pupil = p.Pupil, hash = p.Hash }) }, Touches.Reference);
        var replaced = news.Select(p => p.Pupil).ToList();
        await tx.Db.Photos.Where(p => p.SchoolYear == year && replaced.Contains(p.Pupil)).ExecuteDeleteAsync(stop);
        tx.Db.AddRange(news.Select(p => new Photo
        {
            Establishment = tx.Act.Establishment, SchoolYear = year, Pupil = p.Pupil, Hash = p.Hash, Type = p.Image.Type, Bytes = p.Image.Bytes, GivenAt = tx.Act.At,
        }));
    }
}
