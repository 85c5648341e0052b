using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau user level NAME LEVEL [--remove]</c>: gives somebody a level in an establishment, or takes it back.</summary>
internal static class UserLevel
{
    private static readonly Argument<string> level = new("level") { Description = Words.Say("cli.user.level-option") };
    private static readonly Option<bool> remove = new("--remove") { Description = Words.Say("cli.user.remove") };

    public static Command Make()
    {
        var command = new Command("level", Words.Say("cli.user.level")) { UserCommand.Name, level, UserCommand.Establishment, remove };
        command.Validators.Add(result => UserCommand.MustBeLevel(result, result.GetValue(level)));
        return command.Does(Run);
    }

    private static async Task<int> Run(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        var wanted = UserCommand.Read(parsed.GetValue(level)!)!.Value;
        var place = await UserCommand.Place(services, parsed.GetValue(UserCommand.Establishment), wanted, stop);
        var person = await UserCommand.Find(services, parsed.GetValue(UserCommand.Name)!, stop);
        if (place.Refusal is not null || person is null)
        {
            return await UserCommand.Refused(output, place.Refusal ?? Refusal.Unknown("person.unknown"));
        }
        var act = UserCommand.Act(services, place.Value, "user level");
        if (parsed.GetValue(remove) && wanted == Level.Platform && await IsLastOfPlatform(services, stop))
        {
            return await UserCommand.Refused(output, new Refusal("person.last-of-platform"));
        }
        if (await Change(parsed.GetValue(remove), services, act, person, wanted, stop) is { } no)
        {
            return await UserCommand.Refused(output, no);
        }
        await output.Line(parsed.GetValue(remove) ? Words.Say("cli.user.level-taken", person.UserName!, wanted.Word) : Words.Say("cli.user.level-given", person.UserName!, wanted.Word));
        return 0;
    }

    private static async Task<bool> IsLastOfPlatform(IServiceProvider services, CancellationToken stop)
    {
        await using var db = services.GetRequiredService<Database>().Read(EstablishmentId.Platform);
        return await db.Memberships.CountAsync(m => m.Level == Level.Platform, stop) == 1;
    }

    /// <remarks>Errors: person.last-of-platform, and those of the verbs.</remarks>
    private static async Task<Refusal?> Change(bool takes, IServiceProvider services, Act act, Person person, Level wanted, CancellationToken stop) => takes
        ? (await services.GetRequiredService<TakeLevel>().Do(act, person.Id, wanted, stop)).Refusal
        : (await services.GetRequiredService<AddPerson>().Do(act, new(person.UserName!, person.DisplayName, person.Email, wanted), stop)).Refusal;
}
