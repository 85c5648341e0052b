using Preau.Foundation;

namespace Preau.Tests.Foundation;

/// <summary>What nobody asks for leaves the memory, and comes back when somebody does.</summary>
public class ForgetIdleTests
{
    private static readonly EstablishmentId here = new(1);
    private static readonly EstablishmentId there = new(2);

    [Fact]
    public async Task A_copy_that_nobody_asked_for_is_dropped_and_read_again()
    {
        var (doorbell, loads, gone) = (new Doorbell(), 0, new List<EstablishmentId>());
        var kept = new Kept<string>(doorbell, heard => heard.Reference, (_, _) => Task.FromResult((0L, $"copy {++loads}")), dropped: gone.AddRange);
        await kept.In(here, TestContext.Current.CancellationToken);
        await kept.In(there, TestContext.Current.CancellationToken);

        Assert.Equal(0, doorbell.Forget(TimeSpan.FromDays(2)));
        Assert.Equal("copy 1", await kept.In(here, TestContext.Current.CancellationToken));
        Assert.Equal(2, doorbell.Forget(TimeSpan.FromDays(4)));

        Assert.Equal([here, there], gone.OrderBy(id => id.Value));
        Assert.Equal("copy 3", await kept.In(here, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_shelf_drops_in_its_own_time_and_makes_what_is_not_there()
    {
        var doorbell = new Doorbell();
        var (soon, late) = (new Shelf<string>(doorbell, TimeSpan.FromHours(1)), new Shelf<string>(doorbell, TimeSpan.FromDays(1)));
        soon[here] = "soon";
        late[here] = "late";

        Assert.Equal(1, doorbell.Forget(TimeSpan.FromHours(2)));

        Assert.Null(soon[here]);
        Assert.Equal("late", late.Or(here, _ => "made"));
        Assert.Equal("made", soon.Or(here, _ => "made"));
    }

    [Fact]
    public async Task A_school_that_was_forgotten_goes_on_as_before()
    {
        var town = await Town.Start(Repository.Scratch("forgotten"));
        var school = await town.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[0]));
        await tablet.Pull();

        Assert.True(town.Service<Doorbell>().Forget(TimeSpan.FromDays(4)) > 0);

        var answer = await tablet.Push(tablet.Marked(school, school.Pupils[1]));
        Assert.Equal("accepted", answer["receipts"]![0]!["state"]!.GetValue<string>());
        Assert.Equal(2, (await tablet.Pull())["marks"]!.AsArray().Count);
        await town.Stop();
    }
}
