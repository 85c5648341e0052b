using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Failures of user names that nobody has, counted and locked as an account's are, so that no answer tells which names exist.</summary>
/// <remarks>Hashes of names, in 4,096 rows at most of Identity's own tokens, each with the latest names of one bucket: whoever tries a million names fills no disk.</remarks>
internal static class StrangeNames
{
    private const string Provider = "nobody";
    private const string Failures = "failures";
    private const int NamesPerRow = 64;

    /// <summary>Until when a name is locked; the distant past when it is not.</summary>
    public static async Task<Instant> LockedUntil(PreauDb db, string name)
    {
        var (row, hash) = Place(name);
        var kept = await db.Set<IdentityUserToken<Guid>>().FirstOrDefaultAsync(t => t.UserId == row && t.LoginProvider == Provider && t.Name == Failures);
        return Read(kept?.Value).Find(n => n.Hash == hash) is { Until: > 0 } found ? Instant.FromUnixTimeMilliseconds(found.Until) : Instant.MinValue;
    }

    /// <summary>Counts a failure.</summary>
    /// <param name="most">This many lock the name.</param>
    public static async Task Count(Tx tx, string name, int most, Duration lockFor)
    {
        var (row, hash) = Place(name);
        var kept = await tx.Db.Set<IdentityUserToken<Guid>>().FirstOrDefaultAsync(t => t.UserId == row && t.LoginProvider == Provider && t.Name == Failures);
        if (kept is null)
        {
            kept = new() { UserId = row, LoginProvider = Provider, Name = Failures };
            tx.Db.Add(kept);
        }
        kept.Value = Counted(kept.Value, hash, most, tx.Act.At + lockFor);
    }

    /// <summary>A row with one more failure of a name, which stands first now; the oldest name goes when the row is full.</summary>
    internal static string Counted(string? row, string hash, int most, Instant lockedUntil)
    {
        var names = Read(row);
        var tries = names.Find(n => n.Hash == hash).Tries + 1;
        var now = tries >= most ? new Known(hash, 0, lockedUntil.ToUnixTimeMilliseconds()) : new Known(hash, tries, 0);
        return string.Join(' ', names.Where(n => n.Hash != hash).Prepend(now).Take(NamesPerRow).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Hash}:{n.Tries}:{n.Until}")));
    }

    /// <summary>Where a name is counted: one of the rows, and its hash there.</summary>
    internal static (Guid Row, string Hash) Place(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        var bucket = (short)(((hash[0] << 8) | hash[1]) & 0xFFF);
        return (new Guid(0, bucket, 0, new byte[8]), Convert.ToHexStringLower(hash.AsSpan(2, 8)));
    }

    private readonly record struct Known(string Hash, int Tries, long Until);

    private static List<Known> Read(string? value) => [.. (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(':'))
        .Select(part => new Known(part[0], int.Parse(part[1], CultureInfo.InvariantCulture), long.Parse(part[2], CultureInfo.InvariantCulture)))];
}
