using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Tests.RollCall;

/// <summary>The log is the truth: the typed rows can be made again from it, to the letter.</summary>
public class FromLogTests
{
    [Theory, OnBothEngines]
    public async Task Marks_and_rolls_made_again_from_the_log_are_the_same(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var (martin, bernard) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        var first = martin.Marked(school, school.Pupils[0]);
        await martin.Push(first, martin.Marked(school, school.Pupils[1], "R", 12), martin.Validated(school, school.Pupils[..20]));
        await bernard.Push(bernard.Marked(school, school.Pupils[0], "P", null, first["id"]!.GetValue<Guid>()), bernard.Validated(school));
        await martin.Push(first, martin.Validated(school, null, "09:00", "09:55"));
        var act = new Act(await school.Employ(school.MrsLauriac), school.Id, null, school.Town.Now, "test");
        var key = new RollKey(school.Today, new(8, 0), new(8, 55), school.Class, "Physique");
        Town.Must(await school.Town.Service<CorrectMark>().Do(act, new(key, school.Pupils[1], "A", null, [])));

        await using var db = school.Town.Database.Read(school.Id);
        var (marks, rolls) = FromLog.Rows(await db.Entries.ToListAsync());

        Assert.Equal(4, marks.Count);
        Assert.Equal(2, rolls.Count);
        Assert.Equal(Text(await db.Marks.OrderBy(m => m.Position).ToListAsync()), Text(marks));
        Assert.Equal(Text(await db.Rolls.OrderBy(r => r.Position).ToListAsync()), Text(rolls));
        Assert.Contains(marks, mark => mark.Rank == 4);
    }

    private static string Text<T>(IEnumerable<T> rows) => string.Join('\n', rows.Select(row => JsonSerializer.Serialize(row, Json.Web)));
}
