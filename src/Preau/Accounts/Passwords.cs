using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Identity's user manager over a look at the database: inside a write, what it saves goes through the door.</summary>
public sealed class Passwords(
    IOptions<IdentityOptions> options, IPasswordHasher<Person> hasher, IEnumerable<IPasswordValidator<Person>> passwordRules,
    ILookupNormalizer normalizer, IdentityErrorDescriber errors, IServiceProvider services, ILogger<UserManager<Person>> log)
{
    /// <summary>A user manager on this look; short-lived, never shared.</summary>
    public UserManager<Person> On(PreauDb db) => new(
        new UserOnlyStore<Person, PreauDb, Guid>(db, errors), options, hasher, [new UserValidator<Person>(errors)], passwordRules, normalizer, errors, services, log);

    /// <summary>Hashes a password; slow by design, so never inside a write.</summary>
    public string Hash(Person person, string password) => hasher.HashPassword(person, password);

    /// <summary>Whether the password is the person's; slow by design, so never inside a write. A missing person costs the same time.</summary>
    public bool Verify(Person? person, string password)
    {
        var known = person?.PasswordHash ?? nobody.Value;
        return hasher.VerifyHashedPassword(person ?? stranger, known, password) != PasswordVerificationResult.Failed && person?.PasswordHash is not null;
    }

    /// <summary>The name as it is looked up.</summary>
    public string Normalize(string userName) => normalizer.NormalizeName(userName.Trim().Whole());

    /// <summary>Why a password is too weak: at least 10 characters, not the name, not one character repeated.</summary>
    /// <remarks>Errors: password.too-short, password.too-easy. Source: CNIL recommendation 2022-100 (length over composition, with throttling).</remarks>
    public static Refusal? WhyWeak(string userName, string password)
    {
        if (password.Length < 10)
        {
            return Refusal.Malformed("password.too-short");
        }
        var easy = password.Distinct().Count() < 5 || password.Contains(userName, StringComparison.OrdinalIgnoreCase);
        return easy ? Refusal.Malformed("password.too-easy") : null;
    }

    private static readonly Person stranger = new() { DisplayName = "", Since = default };
    private readonly Lazy<string> nobody = new(() => hasher.HashPassword(stranger, "nobody"));
}
