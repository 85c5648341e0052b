using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.Tests.Devices;

/// <summary>Who runs which page, from where; the oldest page that is good.</summary>
public class PageTests
{
    [Theory, OnBothEngines]
    public async Task A_device_s_page_address_and_last_fact_are_known_without_reading_the_log(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var tablet = await school.TabletOf(school.MrsMartin);
        Assert.Null((await Line(school)).LastFact);
        using (var request = tablet.Request(HttpMethod.Get, "/api/sync/pull"))
        {
            request.Headers.Add(SeenDevices.PageHeader, "0.1.0 4381cdb40bd5");
            using var answer = await school.Town.Http.SendAsync(request);
            Assert.Equal(200, (int)answer.StatusCode);
        }
        await tablet.Push();
        Assert.Null((await Line(school)).LastFact); // nothing was in it
        await tablet.Push(tablet.Marked(school, school.Pupils[0]));

        var line = await Line(school);
        Assert.Equal(("0.1.0 4381cdb40bd5", "127.0.0.1"), (line.Device.Page, line.Device.Address));
        Assert.NotNull(line.Device.SeenAt);
        Assert.NotNull(line.LastFact);
    }

    [Theory, OnBothEngines]
    public async Task The_minimum_is_told_with_the_asker_s_address(string engine)
    {
        var town = await Town.Start(engine);
        try
        {
            var verb = town.Service<SetMinimumVersion>();
            var act = new Act(null, EstablishmentId.Platform, null, town.Now, "test");
            Town.Must(await verb.Do(act, SetMinimumVersion.Own, "https://exemple.fr/preau"));
            var told = (await town.Http.GetFromJsonAsync<JsonNode>("/api/version", TestContext.Current.CancellationToken))!;
            Assert.Equal((SetMinimumVersion.Own, "https://exemple.fr/preau", "127.0.0.1"),
                (told["minimum"]!.GetValue<string>(), told["download"]!.GetValue<string>(), told["address"]!.GetValue<string>()));
            Assert.Equal(["version.bad", "version.not-yet", "version.bad-link"],
                [(await verb.Do(act, "deux", null)).Refusal!.Code, (await verb.Do(act, "99.0.0", null)).Refusal!.Code, (await verb.Do(act, null, "javascript:alert(1)")).Refusal!.Code]);
            Town.Must(await verb.Do(act, null, null));
            Assert.Null((await town.Http.GetFromJsonAsync<JsonNode>("/api/version", TestContext.Current.CancellationToken))!["minimum"]);
        }
        finally
        {
            await town.Stop();
        }
    }

    private static async Task<ListDevices.Line> Line(School school)
    {
        var act = new Act(await school.Employ(school.MrRossel), school.Id, null, school.Town.Now, "test");
        return Assert.Single(Town.Must(await school.Town.Service<ListDevices>().Do(act)));
    }
}
