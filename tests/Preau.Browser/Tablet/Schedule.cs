using System.Text.Json.Nodes;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>One random schedule over one class: what was done, and whether all agree on it afterwards.</summary>
internal sealed class Schedule(IReadOnlyList<Player> players, Schedule.Class about, Random chance)
{
    /// <summary>A class of its own, so that schedules do not meet.</summary>
    public sealed record Class(string Code, Guid Id, Guid[] Pupils);

    /// <summary>What was done, in order.</summary>
    public List<string> Told { get; } = [];

    public int Browsers { get; private set; }

    public int Servers { get; private set; }

    /// <summary>Does it; one browser and the server are killed on the way. Returns the server that stands in the end.</summary>
    public async Task<ServerProcess> Run(int acts, ServerProcess server, Func<Task<ServerProcess>> restart)
    {
        foreach (var player in players)
        {
            await player.Begin(about.Code);
        }
        var (dies, falls) = (chance.Next(1, acts), chance.Next(acts));
        var rises = falls + chance.Next(1, 4);
        for (var i = 0; i < acts; i++)
        {
            if (i == falls)
            {
                Told.Add("server killed");
                server.Kill();
                Servers++;
            }
            if (i == rises)
            {
                Told.Add("server back");
                server = await restart();
            }
            await One(chance.Next(players.Count), i == dies);
        }
        return rises >= acts ? await restart() : server;
    }

    private async Task One(int who, bool dies)
    {
        var player = players[who];
        switch (chance.Next(8))
        {
            case 0:
                Told.Add($"{who} walks");
                await player.Walk();
                break;
            case 1:
                Told.Add($"{who} validates");
                await player.Validate();
                await MayKeep();
                break;
            default:
                var (pupil, late) = (chance.Next(about.Pupils.Length), chance.Next(2) == 0);
                Told.Add($"{who} marks {pupil} {(late ? 'R' : 'A')}");
                await player.Mark(about.Pupils[pupil], late);
                await MayKeep();
                break;
        }
        if (dies)
        {
            Told.Add($"{who} killed");
            Browsers++;
            await player.Die(about.Code, about.Id);
        }

        Task MayKeep() => !dies || chance.Next(2) == 0 ? player.Keep(about.Id) : Task.CompletedTask;
    }

    /// <summary>What each person said of this class, as their tablets have it.</summary>
    public IReadOnlyDictionary<Guid, string[]> Said { get; private set; } = new Dictionary<Guid, string[]>();

    /// <summary>The class.</summary>
    public Class About => about;

    /// <summary>Everybody comes back; the server has each mark once, and each screen shows what its fold says, and that the roll is called if it is.</summary>
    public async Task Check(Preau.Tests.Cast.Tablet judge)
    {
        foreach (var player in players)
        {
            await player.Arrive();
        }
        Said = players.ToDictionary(player => player.Person, player => player.Promised.Order().ToArray());
        var (marks, roll) = await Asked(judge);
        foreach (var player in players)
        {
            Assert.Equal(Said[player.Person].Where(said => said.StartsWith(RollFacts.Marked, StringComparison.Ordinal)),
                marks.Where(m => (Guid)m["author"]! == player.Person).Select(m => Player.Said(RollFacts.Marked, (Guid)m["pupil"]!, (DateTimeOffset)m["claimedAt"]!)).Order());
        }
        Assert.Equal(players.Any(player => player.Validated > 0), roll is not null);
        var truth = about.Pupils.ToDictionary(p => p, p => Shown([.. marks.Where(m => (Guid)m["pupil"]! == p)]));
        foreach (var player in players)
        {
            await Until(player, truth);
            for (var tries = 0; tries < 100 && await player.SeesCalled() != (roll is not null); tries++)
            {
                await Task.Delay(100); // a validation alone changes no row
            }
            Assert.Equal(roll is not null, await player.SeesCalled());
        }
    }

    /// <summary>What the server tells of this class: every mark, and the roll as it was last called.</summary>
    private async Task<(List<JsonNode> Marks, JsonNode? Roll)> Asked(Preau.Tests.Cast.Tablet judge)
    {
        var (marks, rolls) = (new List<JsonNode>(), new List<JsonNode>());
        for (long? after = null; ;)
        {
            var news = await judge.Pull(after);
            marks.AddRange(news["marks"]!.AsArray().Where(m => (Guid)m!["group"]! == about.Id)!);
            rolls.AddRange(news["rolls"]!.AsArray().Where(r => (Guid)r!["group"]! == about.Id)!);
            after = (long)news["position"]!;
            if (!(bool)news["more"]!)
            {
                return (marks, rolls.LastOrDefault());
            }
        }
    }

    private static async Task Until(Player player, Dictionary<Guid, string> truth)
    {
        var seen = await player.Seen();
        for (var tries = 0; tries < 100 && !truth.All(t => seen.GetValueOrDefault(t.Key) == t.Value); tries++)
        {
            await Task.Delay(100);
            seen = await player.Seen();
        }
        Assert.Equal(truth.OrderBy(t => t.Key), seen.OrderBy(s => s.Key));
    }

    /// <summary>By the server's own fold.</summary>
    private static string Shown(IReadOnlyCollection<JsonNode> marks)
    {
        var fold = Fold.Of([.. marks.Select(m => new FoldedMark((string)m["id"]!, (string)m["author"]!, (int)m["rank"]!, (string)m["kind"]!, (int?)m["minutes"], (long)m["position"]!,
            [.. m["replaces"]!.AsArray().Select(r => (string)r!)]))]);
        return (fold.Shown?.Kind ?? "P") + (fold.Disputed ? "?" : "");
    }
}
