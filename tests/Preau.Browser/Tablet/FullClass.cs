using System.Text.Json.Nodes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>A class with everything that a row can say: every kind, a dispute here and one an hour ago, an announced absence, a placement, a slip, a word of the desk over a teacher's.</summary>
internal static class FullClass
{
    /// <summary>The pupil about whom two teachers differ.</summary>
    public const int Disputed = 4;

    private static readonly string[] kinds = ["A", "R", "P", "IN", "EX", "SA", "DP", "DA", "SO", "ST", "CV", "RI"];

    public static async Task<Lessons> Open(Stage stage)
    {
        var day = await Lessons.Open(stage, Disputed + kinds.Length + 4);
        var school = day.School;
        await day.Plan("09:00", "09:55", "Physique", school.MrsMartin);
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin, school.MrBernard);
        await day.Plan("14:00", "14:55", "Physique", school.MrsMartin);
        await day.Plan("08:00", "08:55", "Vie de classe", school.MrsLauriac);
        var off = await day.Plan("15:00", "15:55", "Physique", school.MrsMartin);
        var cpe = day.Act with { Who = await school.Employ(school.MrsLauriac) };
        Town.Must(await school.Town.Service<Timetable.CancelSession>().Do(day.Act, new(off, day.Today)));
        Town.Must(await school.Town.Service<AnnounceAbsence>().Do(cpe, new(new(school.Pupils[0]), day.Today)));
        Town.Must(await school.Town.Service<PlacePupils>().Do(cpe, new([new(school.Pupils[1])], "ST", day.Today, day.Today.PlusDays(3))));
        Town.Must(await school.Town.Service<AskReturn>().Do(cpe, new([new Id<Pupil>(school.Pupils[2])], day.Today)));
        await Say(school);
        return day;
    }

    private static async Task Say(School school)
    {
        var (hers, his, desk) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard), await school.TabletOf(school.MrsLauriac));
        await hers.Push(Mark(hers, school, school.Pupils[3], "A"), Mark(hers, school, school.Pupils[Disputed], "A"), Mark(hers, school, school.Pupils[5], "A", start: "09:00", end: "09:55"));
        await his.Push(Mark(his, school, school.Pupils[Disputed], "R", 7));
        await hers.Push(Mark(hers, school, school.Pupils[6], "A", start: "09:00", end: "09:55"));
        await his.Push(Mark(his, school, school.Pupils[6], "R", 3, start: "09:00", end: "09:55"));
        await desk.Push([Mark(desk, school, school.Pupils[3], "P"), .. kinds.Select((kind, i) =>
            Mark(desk, school, school.Pupils[Disputed + 1 + i], kind, kind is "R" or "RI" ? 12 : null, kind is "IN" or "CV" ? "11:05" : null))]);
    }

    /// <summary>A mark about a pupil, at 11:00 unless told.</summary>
    public static JsonObject Mark(Preau.Tests.Cast.Tablet tablet, School school, Guid pupil, string kind, int? minutes = null, string? from = null, string start = "11:00", string end = "12:00")
    {
        var fact = tablet.Marked(school, pupil, kind, minutes);
        var body = fact["body"]!.AsObject();
        (body["start"], body["end"]) = (start, end);
        if (from is not null)
        {
            (body["from"], body["note"]) = (from, "accompagné");
        }
        return fact;
    }
}
