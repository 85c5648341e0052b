using System.Collections.Concurrent;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Tests.Cast;

/// <summary>A school of one test, and its named cast.</summary>
internal sealed class School(Town town, string code, EstablishmentId id, short year, LocalDate today)
{
    /// <summary>Everybody's password in tests.</summary>
    public const string Password = "les-tilleuls-en-fleur";

    public Town Town => town;

    public string Code => code;

    public EstablishmentId Id => id;

    public short Year => year;

    public LocalDate Today => today;

    /// <summary>The class 2nde 4.</summary>
    public Guid Class { get; set; }

    /// <summary>Its pupils, in register order.</summary>
    public Guid[] Pupils { get; set; } = [];

    /// <summary>Teaches physics.</summary>
    public string MrsMartin => $"martin-{code}".ToLowerInvariant();

    /// <summary>Teaches history.</summary>
    public string MrBernard => $"bernard-{code}".ToLowerInvariant();

    /// <summary>The CPE.</summary>
    public string MrsLauriac => $"lauriac-{code}".ToLowerInvariant();

    /// <summary>The administrator.</summary>
    public string MrRossel => $"rossel-{code}".ToLowerInvariant();

    /// <summary>The nurse.</summary>
    public string MrsPrieur => $"prieur-{code}".ToLowerInvariant();

    /// <summary>Who works here, and as what.</summary>
    public IEnumerable<(string Name, Level Level)> Staff =>
        [(MrsMartin, Level.Teacher), (MrBernard, Level.Teacher), (MrsLauriac, Level.Cpe), (MrRossel, Level.Administrator), (MrsPrieur, Level.Nurse)];

    /// <summary>A new tablet on which this person has just signed in.</summary>
    public async Task<Tablet> TabletOf(string userName)
    {
        await Employ(userName);
        return await Tablet.SignIn(town.Http, userName, Password, code);
    }

    /// <summary>Makes sure that somebody of the cast has an account; hashing is slow, so only who plays is employed.</summary>
    public Task<Guid> Employ(string userName) => employed.GetOrAdd(userName, name =>
        new(() => town.Hire(id, name, Staff.Single(s => s.Name == name).Level))).Value;

    private readonly ConcurrentDictionary<string, Lazy<Task<Guid>>> employed = new();
}
