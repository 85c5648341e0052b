using System.Text.Json.Nodes;
using Preau.Foundation;
using Preau.Support;

namespace Preau.Tests.Support;

/// <summary>A problem is reported from a tablet, kept once, answered, closed.</summary>
public class ProblemTests
{
    private static string Report(Guid id, string subject = "Ça clignote", string text = "Depuis ce matin.") => new JsonObject
    {
        ["id"] = id, ["subject"] = subject, ["text"] = text, ["page"] = "/tablet/?pupil=Zoé", ["version"] = "abc", ["writtenAt"] = "2026-11-23T07:07:31.123Z",
    }.ToJsonString();

    [Theory, OnBothEngines]
    public async Task A_report_is_kept_once_without_the_query_and_is_answered(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var (tablet, id) = (await school.TabletOf(school.MrsMartin), Guid.CreateVersion7());
        var act = new Act(await school.Employ(school.MrRossel), school.Id, null, school.Town.Now, "test");

        Assert.Equal(204, (await tablet.Send(HttpMethod.Post, "/api/problems", Report(id))).Status);
        Assert.Equal(204, (await tablet.Send(HttpMethod.Post, "/api/problems", Report(id))).Status);

        var line = Assert.Single(Town.Must(await school.Town.Service<ListProblems>().Do(act)));
        Assert.Equal(("/tablet/", tablet.Device, tablet.Person), (line.Report.Page, line.Report.Device, line.Report.Author));
        Town.Must(await school.Town.Service<AnswerProblem>().Do(act, id, "Réglé.", true));
        Assert.NotNull(Town.Must(await school.Town.Service<ListProblems>().Do(act))[0].Report.ClosedAt);
        var own = Assert.Single((await tablet.Send(HttpMethod.Get, "/api/problems")).Answer.AsArray())!;
        Assert.Equal(("Réglé.", true), (own["reply"]!.GetValue<string>(), own["closed"]!.GetValue<bool>()));
        Town.Must(await school.Town.Service<AnswerProblem>().Do(act, id, null, false));
        var again = Town.Must(await school.Town.Service<ListProblems>().Do(act))[0].Report;
        Assert.Equal(("Réglé.", null), (again.Reply, again.ClosedAt));
    }

    [Theory, OnBothEngines]
    public async Task What_is_not_a_report_is_refused_with_words(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var tablet = await school.TabletOf(school.MrsMartin);
        foreach (var (body, code) in new[] { ("{", "problem.malformed"), (Report(Guid.CreateVersion7(), " "), "problem.bad-subject"), (Report(Guid.CreateVersion7(), "x", ""), "problem.bad-text") })
        {
            var (status, answer) = await tablet.Send(HttpMethod.Post, "/api/problems", body);
            Assert.Equal((400, code), (status, answer["code"]!.GetValue<string>()));
        }
        var stranger = JsonNode.Parse(Report(Guid.CreateVersion7()))!;
        stranger["signIn"] = (await school.TabletOf(school.MrBernard)).SignInId; // another tablet's: not told under the name of whoever stands here
        var (no, told) = await tablet.Send(HttpMethod.Post, "/api/problems", stranger.ToJsonString());
        Assert.Equal((404, "sign-in.unknown"), (no, told["code"]!.GetValue<string>()));
        var act = new Act(await school.Employ(school.MrRossel), school.Id, null, school.Town.Now, "test");
        Assert.Equal("problem.unknown", (await school.Town.Service<AnswerProblem>().Do(act, Guid.CreateVersion7(), "x", true)).Refusal!.Code);
    }
}
