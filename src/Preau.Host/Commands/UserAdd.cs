using System.CommandLine;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau user add NAME --level LEVEL</c>: an account; without a password file, a link with which the person chooses one.</summary>
internal static class UserAdd
{
    private static readonly Option<string> level = new("--level") { Description = Words.Say("cli.user.level-option"), Required = true };
    private static readonly Option<string?> display = new("--display") { Description = Words.Say("cli.user.display") };
    private static readonly Option<string?> email = new("--email") { Description = Words.Say("cli.user.email") };
    private static readonly Option<string?> passwordFile = new("--password-file") { Description = Words.Say("cli.user.password-file") };

    public static Command Make()
    {
        var command = new Command("add", Words.Say("cli.user.add")) { UserCommand.Name, level, UserCommand.Establishment, display, email, passwordFile, UserCommand.AsJson };
        command.Validators.Add(result => UserCommand.MustBeLevel(result, result.GetValue(level)));
        return command.Does(Run);
    }

    /// <summary>Makes a one-time link for somebody and tells it.</summary>
    public static async Task<int> TellLink(IServiceProvider services, CommandOutput output, Guid person, bool json, CancellationToken stop)
    {
        var made = await services.GetRequiredService<OneTimeLinks>().ForPassword(UserCommand.Act(services, EstablishmentId.Platform, "user link"), person, stop);
        if (made.Refusal is { } no)
        {
            return await UserCommand.Refused(output, no);
        }
        var link = $"{ServerAddress.Of(services) ?? "https://…"}/welcome?link={made.Value}";
        await output.Line(json ? System.Text.Json.JsonSerializer.Serialize(new { person, link }, Json.Web) : Words.Say("cli.user.link-made", link));
        return 0;
    }

    private static async Task<int> Run(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        var name = parsed.GetValue(UserCommand.Name)!;
        var given = UserCommand.Read(parsed.GetValue(level)!)!.Value;
        var place = await UserCommand.Place(services, parsed.GetValue(UserCommand.Establishment), given, stop);
        if (place.Refusal is { } nowhere)
        {
            return await UserCommand.Refused(output, nowhere);
        }
        var password = parsed.GetValue(passwordFile) is { } file ? (await File.ReadAllTextAsync(Path.GetFullPath(file, output.Directory), stop)).TrimEnd('\r', '\n') : null;
        var request = new AddPerson.Request(name, parsed.GetValue(display) ?? name, parsed.GetValue(email), given, password);
        var added = await services.GetRequiredService<AddPerson>().Do(UserCommand.Act(services, place.Value, "user add"), request, stop);
        if (added.Refusal is { } no)
        {
            return await UserCommand.Refused(output, no);
        }
        var asJson = parsed.GetValue(UserCommand.AsJson);
        if (!asJson)
        {
            await output.Line(added.Value!.Existed ? Words.Say("cli.user.existed", name, given.Word) : Words.Say("cli.user.added", name, given.Word));
        }
        if (password is null && !added.Value!.Existed)
        {
            return await TellLink(services, output, added.Value.Person, asJson, stop);
        }
        if (asJson)
        {
            await output.Line(System.Text.Json.JsonSerializer.Serialize(new { person = added.Value!.Person, existed = added.Value.Existed }, Json.Web));
        }
        return 0;
    }
}
