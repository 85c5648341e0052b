using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau user</c>: accounts and levels: add, list, level, link.</summary>
internal static class UserCommand
{
    internal static readonly Argument<string> Name = new("name") { Description = Words.Say("cli.user.name") };
    internal static readonly Option<string?> Establishment = new("--establishment") { Description = Words.Say("cli.user.establishment") };
    internal static readonly Option<bool> AsJson = new("--json") { Description = Words.Say("cli.json") };

    public static Command Make() => new("user", Words.Say("cli.user")) { UserAdd.Make(), List(), UserLevel.Make(), Link() };

    private static Command List() => new Command("list", Words.Say("cli.user.list")) { Establishment, AsJson }.Does(ListAll);

    private static Command Link() => new Command("link", Words.Say("cli.user.link")) { Name, AsJson }.Does(MakeLink);

    /// <summary>The levels that the command line takes, and how it reads them.</summary>
    internal static Level? Read(string word) => Enum.GetValues<Level>().Where(level => level.Word == word.ToLowerInvariant()).Cast<Level?>().FirstOrDefault();

    /// <summary>Refuses a word that is no level.</summary>
    internal static void MustBeLevel(System.CommandLine.Parsing.SymbolResult result, string? word)
    {
        if (word is not null && Read(word) is null)
        {
            result.AddError(Words.Say("cli.user.bad-level", word, string.Join(", ", Enum.GetValues<Level>().Select(level => level.Word))));
        }
    }

    /// <summary>Where a level is given: the platform for <c>platform</c>, else the establishment that was named.</summary>
    /// <remarks>Errors: establishment.unknown, establishment.missing.</remarks>
    internal static async Task<Answer<EstablishmentId>> Place(IServiceProvider services, string? code, Level level, CancellationToken stop)
    {
        if (level == Level.Platform)
        {
            return EstablishmentId.Platform;
        }
        if (code is null)
        {
            return Refusal.Malformed("establishment.missing");
        }
        await using var db = services.GetRequiredService<Database>().Read(EstablishmentId.Platform);
        var found = await db.Establishments.FirstOrDefaultAsync(e => e.Code == code.ToUpperInvariant(), stop);
        return found is null ? Refusal.Unknown("establishment.unknown", code) : found.Id;
    }

    /// <summary>The person of a user name; null when nobody has it.</summary>
    internal static async Task<Person?> Find(IServiceProvider services, string name, CancellationToken stop)
    {
        await using var db = services.GetRequiredService<Database>().Read(EstablishmentId.Platform);
        var normal = services.GetRequiredService<Passwords>().Normalize(name);
        return await db.People.FirstOrDefaultAsync(p => p.NormalizedUserName == normal, stop);
    }

    internal static Act Act(IServiceProvider services, EstablishmentId where, string why) => new(null, where, null, services.GetRequiredService<SchoolClock>().Now, why);

    /// <summary>Tells a refusal.</summary>
    internal static async Task<int> Refused(CommandOutput output, Refusal no)
    {
        await output.Error(Words.Say(no));
        return 1;
    }

    private static async Task<int> ListAll(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        await using var db = services.GetRequiredService<Database>().Read(EstablishmentId.Platform);
        var codes = await db.Establishments.ToDictionaryAsync(e => e.Id, e => e.Code, stop);
        var only = parsed.GetValue(Establishment)?.ToUpperInvariant();
        if (only is not null && !codes.ContainsValue(only))
        {
            return await Refused(output, Refusal.Unknown("establishment.unknown", only));
        }
        var rows = await (from person in db.People join m in db.Memberships on person.Id equals m.Person
                          orderby person.UserName select new { person.UserName, person.DisplayName, m.Level, m.Establishment }).ToListAsync(stop);
        var shown = rows.Select(r => (r.UserName, r.DisplayName, r.Level.Word, Where: codes.GetValueOrDefault(r.Establishment, ""))).Where(r => only is null || r.Where == only);
        foreach (var (userName, displayName, level, where) in shown)
        {
            await output.Line(parsed.GetValue(AsJson)
                ? System.Text.Json.JsonSerializer.Serialize(new { userName, displayName, level, establishment = where }, Json.Web)
                : $"{userName,-20} {displayName,-30} {level,-14} {where}");
        }
        return 0;
    }

    private static async Task<int> MakeLink(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        if (await Find(services, parsed.GetValue(Name)!, stop) is not { } person)
        {
            return await Refused(output, Refusal.Unknown("person.unknown"));
        }
        return await UserAdd.TellLink(services, output, person.Id, parsed.GetValue(AsJson), stop);
    }
}
