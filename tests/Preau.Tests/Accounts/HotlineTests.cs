using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Tests.Accounts;

/// <summary>Whom a school's tablets tell to call: set by its administrator, learnt by each tablet with its register.</summary>
public class HotlineTests
{
    [Theory, OnBothEngines]
    public async Task A_tablet_learns_the_number_with_its_register(string engine)
    {
        var school = await (await Town.On(engine)).Open(1);
        var tablet = await school.TabletOf(school.MrsMartin);
        var (before, etag) = await Register(school, tablet, null);
        Assert.Null(before!["hotline"]);
        Assert.Null((await Register(school, tablet, etag)).Place);

        Town.Must(await Set(school, " 01 23\u00A045\u202F67 89 "));
        var (now, next) = await Register(school, tablet, etag);
        Assert.Equal("01 23 45 67 89", now!["hotline"]!.GetValue<string>());
        await using (var db = school.Town.Database.Read(school.Id))
        {
            var entry = await db.Entries.SingleAsync(e => e.Kind == "hotline-set", TestContext.Current.CancellationToken);
            Assert.Equal(await school.Employ(school.MrRossel), entry.Author);
        }

        Town.Must(await Set(school, " "));
        Assert.Null((await Register(school, tablet, next)).Place!["hotline"]);
    }

    [Theory]
    [InlineData("7777")]
    [InlineData("+33 (0)1.23-45/67")]
    [InlineData("*100#")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("demandez à Paul", "establishment.bad-hotline")]
    [InlineData("7", "establishment.bad-hotline")]
    [InlineData("+ - / ( )", "establishment.bad-hotline")]
    [InlineData("７７７７", "establishment.bad-hotline")]
    [InlineData("77 77 77 77 77 77 77 77 77 77 77 77 77 77", "establishment.bad-hotline")]
    public async Task A_number_is_a_number_and_an_empty_one_is_none(string? number, string? refused = null)
    {
        var school = await (await Town.On("sqlite")).Open(1);
        Town.Must(await Set(school, "1212"));
        Assert.Equal(refused, (await Set(school, number)).Refusal?.Code);
        await using var db = school.Town.Database.Read(school.Id);
        var kept = (await db.Establishments.SingleAsync(e => e.Id == school.Id, TestContext.Current.CancellationToken)).Hotline;
        Assert.Equal(refused is not null ? "1212" : string.IsNullOrEmpty(number) ? null : number, kept);
    }

    private static async Task<Answer<Done>> Set(School school, string? number) =>
        await school.Town.Service<SetHotline>().Do(new(await school.Employ(school.MrRossel), school.Id, null, school.Town.Now, "test"), number);

    /// <summary>The establishment as the register says it, null when nothing is new, and the ETag.</summary>
    private static async Task<(JsonNode? Place, string ETag)> Register(School school, Tablet tablet, string? etag)
    {
        using var request = tablet.Request(HttpMethod.Get, "/api/sync/snapshot");
        request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        using var answer = await school.Town.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (text.Length == 0 ? null : JsonNode.Parse(text)!["establishment"], answer.Headers.ETag!.ToString());
    }
}
