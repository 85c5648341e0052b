using System.Net;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Tests.Accounts;

/// <summary>Levels given and taken, accounts locked, links made: by whom, of whom, and never the last administrator.</summary>
public class PeopleTests
{
    [Theory, OnBothEngines]
    public async Task The_last_administrator_stays(string engine)
    {
        var school = await (await Town.On(engine)).Open(1);
        var admin = await school.Employ(school.MrRossel);
        var cpe = await school.Employ(school.MrsLauriac);
        Assert.Equal("person.last-administrator", (await Take(school, admin, admin, Level.Administrator)).Refusal?.Code);
        Town.Must(await school.Town.Service<GiveLevel>().Do(Act(school, admin), cpe, Level.Administrator));
        Town.Must(await school.Town.Service<LockPerson>().Do(Act(school, admin), cpe, locked: true));
        Assert.Equal("person.last-administrator", (await Take(school, admin, admin, Level.Administrator)).Refusal?.Code);
        Town.Must(await school.Town.Service<LockPerson>().Do(Act(school, admin), cpe, locked: false));
        Town.Must(await Take(school, admin, admin, Level.Administrator));
        Assert.Equal("access.denied", (await Take(school, admin, cpe, Level.Administrator)).Refusal?.Code);
    }

    [Theory, OnBothEngines]
    public async Task A_locked_account_cannot_enter_and_an_unlocked_one_can(string engine)
    {
        var school = await (await Town.On(engine)).Open(1);
        var (admin, teacher) = (await school.Employ(school.MrRossel), await school.Employ(school.MrsMartin));
        var signIn = school.Town.Service<SignIn>();
        var link = Town.Must(await school.Town.Service<OneTimeLinks>().ForPassword(Act(school, admin), teacher));
        Assert.Equal("person.not-yourself", (await school.Town.Service<LockPerson>().Do(Act(school, admin), admin, locked: true)).Refusal?.Code);
        Town.Must(await school.Town.Service<LockPerson>().Do(Act(school, admin), teacher, locked: true));
        Assert.Equal("sign-in.locked", (await signIn.Do(school.MrsMartin, School.Password)).Refusal?.Code);
        Assert.NotNull(Town.Must(await List(school, admin)).Single(p => p.Id == teacher).LockedUntil);
        Assert.Equal("link.unknown", (await school.Town.Service<OneTimeLinks>().Use(link, null, "un-autre-mot-de-passe")).Refusal?.Code); // an invitation left unused
        Town.Must(await school.Town.Service<LockPerson>().Do(Act(school, admin), teacher, locked: false));
        Assert.Null((await signIn.Do(school.MrsMartin, School.Password)).Refusal);
    }

    [Theory, OnBothEngines]
    public async Task A_name_that_nobody_has_answers_as_an_account_does(string engine)
    {
        var school = await (await Town.On(engine)).Open(1);
        await school.Employ(school.MrsMartin);
        var (mine, nobody, other) = (school.MrsMartin, $"nobody-{school.Code}", $"nobody-else-{school.Code}");
        for (var tries = 0; tries < 5; tries++)
        {
            Assert.Equal("sign-in.refused", await Told(school, mine, "not-the-password"));
            Assert.Equal("sign-in.refused", await Told(school, nobody, "not-the-password"));
        }
        Assert.Equal("sign-in.locked", await Told(school, mine, "not-the-password"));
        Assert.Equal("sign-in.locked", await Told(school, nobody.ToUpperInvariant() + " ", "not-the-password")); // read as an account's name is
        Assert.Equal("sign-in.refused", await Told(school, other, "not-the-password"));
        // A server that starts again, or the one beside it, says the same: nothing is counted in memory.
        var anew = new SignIn(school.Town.Database, school.Town.Service<Passwords>(), school.Town.Service<SchoolClock>());
        Assert.Equal("sign-in.locked", (await anew.Do(nobody, "not-the-password")).Refusal?.Code);
        var later = new SignIn(school.Town.Database, school.Town.Service<Passwords>(), new SchoolClock(TimeProvider.System, NodaTime.Duration.FromSeconds(301)));
        Assert.Equal(["sign-in.refused", null], [(await later.Do(nobody, "x")).Refusal?.Code, (await later.Do(mine, School.Password)).Refusal?.Code]);
    }

    [Theory, OnBothEngines]
    public async Task An_account_locked_by_its_administrator_tells_it_to_its_password_alone(string engine)
    {
        var school = await (await Town.On(engine)).Open(1);
        var (admin, teacher) = (await school.Employ(school.MrRossel), await school.Employ(school.MrsMartin));
        Town.Must(await school.Town.Service<LockPerson>().Do(Act(school, admin), teacher, locked: true));
        for (var tries = 0; tries < 5; tries++)
        {
            Assert.Equal("sign-in.refused", await Told(school, school.MrsMartin, "not-the-password"));
        }
        Assert.Equal("sign-in.locked", await Told(school, school.MrsMartin, "not-the-password"));
        Assert.Equal("sign-in.locked", await Told(school, school.MrsMartin, School.Password));
        Assert.NotNull(Town.Must(await List(school, admin)).Single(p => p.Id == teacher).LockedUntil);
    }

    [Theory, OnBothEngines]
    public async Task Thirty_tries_at_once_are_no_better_and_the_right_password_at_once_is_no_try(string engine)
    {
        var school = await (await Town.On(engine)).Open(1);
        await school.Employ(school.MrsMartin);
        foreach (var name in new[] { school.MrsMartin, $"nobody-{school.Code}" })
        {
            var told = await Task.WhenAll(Enumerable.Range(0, 30).Select(n => Task.Run(() => Told(school, name, $"not-the-password-{n}"))));
            Assert.Equal((5, 25), (told.Count(code => code == "sign-in.refused"), told.Count(code => code == "sign-in.locked")));
        }
        Assert.Equal("sign-in.locked", await Told(school, school.MrsMartin, School.Password));
        await school.Employ(school.MrBernard);
        var right = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Told(school, school.MrBernard, School.Password))));
        Assert.All(right, Assert.Null);
    }

    [Fact]
    public void An_address_of_ipv6_counts_with_its_line()
    {
        Assert.Equal(AccountsFeature.Line(IPAddress.Parse("2001:db8:1:2::7")), AccountsFeature.Line(IPAddress.Parse("2001:db8:1:2:a:b:c:d")));
        Assert.NotEqual(AccountsFeature.Line(IPAddress.Parse("2001:db8:1:2::7")), AccountsFeature.Line(IPAddress.Parse("2001:db8:1:3::7")));
        Assert.NotEqual(AccountsFeature.Line(IPAddress.Parse("192.0.2.1")), AccountsFeature.Line(IPAddress.Parse("192.0.2.2")));
        Assert.Equal(AccountsFeature.Line(IPAddress.Parse("192.0.2.1")), AccountsFeature.Line(IPAddress.Parse("::ffff:192.0.2.1")));
    }

    [Fact]
    public void A_million_names_fill_no_disk()
    {
        var rows = new Dictionary<Guid, string>();
        foreach (var (row, hash) in Enumerable.Range(0, 400_000).Select(n => StrangeNames.Place($"NAME{n}")))
        {
            rows[row] = StrangeNames.Counted(rows.GetValueOrDefault(row), hash, 5, default);
        }
        Assert.InRange(rows.Count, 4_000, 4_096);
        Assert.InRange(rows.Values.Max(row => row.Length), 64 * 10, 64 * 21);
    }

    private static async Task<string?> Told(School school, string userName, string password) => (await school.Town.Service<SignIn>().Do(userName, password)).Refusal?.Code;

    [Fact]
    public async Task Who_also_works_elsewhere_is_neither_locked_nor_reset()
    {
        var town = await Town.On("sqlite");
        var (school, other) = (await town.Open(1), await town.Open(1));
        var (admin, teacher) = (await school.Employ(school.MrRossel), await school.Employ(school.MrsMartin));
        await town.Hire(other.Id, school.MrsMartin, Level.Teacher);
        Assert.Equal("person.belongs-elsewhere", (await town.Service<LockPerson>().Do(Act(school, admin), teacher, locked: true)).Refusal?.Code);
        Assert.Equal("person.elsewhere-too", (await town.Service<OneTimeLinks>().ForPassword(Act(school, admin), teacher)).Refusal?.Code);
        Assert.True(Town.Must(await List(school, admin)).Single(p => p.Id == teacher).Elsewhere);
    }

    [Fact]
    public async Task Only_administrators_here_may()
    {
        var town = await Town.On("sqlite");
        var (school, other) = (await town.Open(1), await town.Open(1));
        var teacher = await school.Employ(school.MrsMartin);
        foreach (var who in new[] { teacher, await school.Employ(school.MrsLauriac), await other.Employ(other.MrRossel), Guid.Empty })
        {
            Assert.Equal("access.denied", (await List(school, who)).Refusal?.Code);
            Assert.Equal("access.denied", (await town.Service<GiveLevel>().Do(Act(school, who), teacher, Level.Administrator)).Refusal?.Code);
            Assert.Equal("access.denied", (await Take(school, who, teacher, Level.Teacher)).Refusal?.Code);
            Assert.Equal("access.denied", (await town.Service<LockPerson>().Do(Act(school, who), teacher, locked: true)).Refusal?.Code);
            Assert.Equal("access.denied", (await town.Service<SetReload>().Do(Act(school, who), teacher, 60)).Refusal?.Code);
            Assert.Equal("access.denied", (await town.Service<Preau.Devices.ListDevices>().Do(Act(school, who))).Refusal?.Code);
            Assert.Equal("access.denied", (await town.Service<ListEstablishments>().Do(Act(school, who))).Refusal?.Code);
        }
        var admin = await school.Employ(school.MrRossel);
        Assert.Equal("access.denied", (await town.Service<GiveLevel>().Do(Act(school, admin), teacher, Level.Platform)).Refusal?.Code);
        Assert.Equal("person.unknown", (await town.Service<GiveLevel>().Do(Act(school, admin), await other.Employ(other.MrsMartin), Level.Teacher)).Refusal?.Code);
        Assert.Equal("person.bad-reload", (await town.Service<SetReload>().Do(Act(school, admin), teacher, 4)).Refusal?.Code);
    }

    private static Act Act(School school, Guid who) => new(who, school.Id, null, school.Town.Now, "test");

    private static Task<Answer<IReadOnlyList<ListPeople.Line>>> List(School school, Guid who) => school.Town.Service<ListPeople>().Do(Act(school, who));

    private static Task<Answer<Done>> Take(School school, Guid who, Guid person, Level level) => school.Town.Service<TakeLevel>().Do(Act(school, who), person, level);
}
