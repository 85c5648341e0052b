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
        var speakers = new Speakers(school.Town.Database, new Doorbell());
        using var asked = new Questions();

        Town.Must(await speakers.Recognise(first.Device, first.Secret, TestContext.Current.CancellationToken));
        var before = asked.Count;
        Assert.True(before > 0);
        var found = Town.Must(await speakers.Recognise(second.Device, second.Secret, TestContext.Current.CancellationToken));

        Assert.Equal(before, asked.Count);
        Assert.Equal(second.Device, found.Device.Id.Value);
    }
}
