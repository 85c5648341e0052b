using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.Tests.Devices;

/// <summary>A school's tablets are known together: what a save costs does not grow with how many there are.</summary>
public class SpeakersTests
{
    [Theory, OnBothEngines]
    public async Task The_second_tablet_of_a_school_costs_no_reading(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var (first, second) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        var speakers = new Speakers(school.Town.Database, new Doorbell(), school.Town.Service<SchoolClock>());
        using var asked = new Questions();

        Town.Must(await speakers.Recognise(first.Device, first.Secret, TestContext.Current.CancellationToken));
        var before = asked.Count;
        Assert.True(before > 0);
        var found = Town.Must(await speakers.Recognise(second.Device, second.Secret, TestContext.Current.CancellationToken));

        Assert.Equal(before, asked.Count);
        Assert.Equal(second.Device, found.Device.Id.Value);
    }

    [Theory, OnBothEngines]
    public async Task When_all_ask_at_once_one_reads_for_all(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var tablet = await school.TabletOf(school.MrsMartin);
        using var asked = new Questions();
        await Fresh().In(school.Id, TestContext.Current.CancellationToken);
        var (once, speakers) = (asked.Count, Fresh());
        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => speakers.In(school.Id, TestContext.Current.CancellationToken).AsTask())));
        Assert.Equal(2 * once, asked.Count);
        Assert.All(found, known => Assert.Contains(tablet.Device, known.Devices.Keys));

        Speakers Fresh() => new(school.Town.Database, new Doorbell(), school.Town.Service<SchoolClock>());
    }

    [Theory, OnBothEngines]
    public async Task What_a_change_of_access_reads_does_not_grow_with_the_year(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var (tablet, other) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        var now = school.Town.Now;
        var act = new Act(null, school.Id, null, now, "test");
        var old = new DeviceSignIn
        {
            Establishment = school.Id, Id = Id<DeviceSignIn>.New(), Device = new(tablet.Device), Person = tablet.Person, Since = now - Duration.FromDays(91), EndedAt = now - Duration.FromDays(90),
        };
        Town.Must(await school.Town.Database.Write<Done>(act, async tx =>
        {
            tx.Db.Add(old);
            foreach (var (device, person) in new[] { (tablet.Device, tablet.Person), (other.Device, other.Person) })
            {
                for (var hour = 0; hour < 400; hour++)
                {
                    var since = now - Duration.FromDays(4) - Duration.FromHours(hour);
                    tx.Db.Add(new DeviceSignIn
                    {
                        Establishment = school.Id, Id = Id<DeviceSignIn>.New(), Device = new(device), Person = person, Since = since, EndedAt = hour % 2 == 0 ? since + Duration.FromHours(1) : null,
                    });
                }
            }
            await tx.Log("test-stays", 0, new { }, Touches.Access);
            return Done.It;
        }));

        var known = await school.Town.Service<Speakers>().In(school.Id, TestContext.Current.CancellationToken);
        Assert.Equal(new[] { tablet.SignInId, other.SignInId }.Order(), known.SignIns.Keys.Order());
        Assert.Equal(tablet.SignInId, known.LatestOn(new(tablet.Device))!.Id.Value);

        // A tablet that lay in a drawer hands over what was entered before the holidays: taken, and flagged.
        var fact = tablet.Marked(school, school.Pupils[0]);
        fact["signIn"] = old.Id.Value;
        var stranger = other.Marked(school, school.Pupils[1]);
        stranger["signIn"] = old.Id.Value;
        Assert.Equal(["accepted", "accepted"], Tablet.States(await tablet.Push(fact, tablet.Marked(school, school.Pupils[2]))));
        Assert.Equal("fact.unknown-sign-in", (await other.Push(stranger))["receipts"]![0]!["code"]!.GetValue<string>());
        await using var db = school.Town.Database.Read(school.Id);
        var marks = await db.Entries.Where(e => e.Kind == "marked").OrderBy(e => e.Position).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([true, false], marks.Select(e => e.Flags.HasFlag(EntryFlags.AfterSignOut)));
    }
}
