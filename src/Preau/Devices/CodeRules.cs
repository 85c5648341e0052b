using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>Personal codes: what is one, how it is kept, how often it may be tried. Pure but for the salt.</summary>
public static class CodeRules
{
    /// <summary>Tries on one device before it must wait.</summary>
    public const int FreeTries = 5;

    /// <summary>Tries on all devices together, not longer than <see cref="Memory"/> ago, before all must wait.</summary>
    public const int FreeTriesOfPerson = 15;

    /// <summary>Wrong tries on one device over all people, not longer than <see cref="Memory"/> ago, before it must wait: else five are free for each teacher of the list.</summary>
    public const int FreeTriesOfDevice = 10;

    /// <summary>How long a wrong try counts.</summary>
    public static readonly Duration Memory = Duration.FromHours(12);

    private const int Rounds = 100_000;
    private static readonly Duration longest = Duration.FromHours(1);

    /// <summary>Why these digits may not be a code, or null.</summary>
    /// <remarks>Errors: code.bad-form (4 to 6 digits), code.too-easy (one digit repeated, or a run such as 1234).</remarks>
    public static Refusal? WhyWeak(string code)
    {
        if (code.Length is < 4 or > 6 || !code.All(char.IsAsciiDigit))
        {
            return Refusal.Malformed("code.bad-form");
        }
        var steps = code.Zip(code.Skip(1), (a, b) => b - a).Distinct().ToList();
        return steps is [0 or 1 or -1] ? Refusal.Malformed("code.too-easy") : null;
    }

    /// <summary>Until when nobody may try, after so many tries of which the last was then; null: one may try now or soon.</summary>
    /// <param name="free">Tries that cost nothing.</param>
    public static Instant? ClosedUntil(int tries, Instant last, int free)
    {
        if (tries < free)
        {
            return null;
        }
        var minutes = Math.Pow(2, Math.Min(tries - free, 10)); // 1, 2, 4 … minutes
        return last + Duration.Min(Duration.FromMinutes(minutes), longest);
    }

    /// <summary>A new salt and the hash under it; slow by design, so never inside a write.</summary>
    public static (byte[] Hash, byte[] Salt) Keep(string code)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return (Hash(code, salt), salt);
    }

    /// <summary>Whether these digits are the code, in constant time; a person without a code costs the same.</summary>
    public static bool Matches(PersonCode? kept, string typed)
    {
        var hash = Hash(typed, kept?.Salt ?? nobody);
        return CryptographicOperations.FixedTimeEquals(hash, kept?.Hash ?? nobody) && kept is not null;
    }

    private static readonly byte[] nobody = new byte[32];

    private static byte[] Hash(string code, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(code), salt, Rounds, HashAlgorithmName.SHA256, 32);
}
