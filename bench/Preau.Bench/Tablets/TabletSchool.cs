using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Preau.Accounts;
using Preau.Bench.Scene;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.Bench.Tablets;

/// <summary>A collège of 40 classes and 1,200 pupils, as large as the peers' in the comparison: one class of 32, one of 36, both with photos, and a teacher.</summary>
internal static class TabletSchool
{
    public const string Class32 = "2NDE01";

    public const string Class36 = "2NDE02";

    public const string Teacher = "martin";

    public const string Password = "les-tilleuls-en-fleur";

    private const string Zone = "Europe/Paris";

    private static readonly string[] levels = ["2NDE", "1RE", "TLE"];

    /// <summary>Builds it on SQLite in a folder. An hour of the bell always runs, whenever the bench does.</summary>
    public static async Task Build(string data)
    {
        await using var services = Town.Services(data, null);
        await services.GetRequiredService<Engine>().Migrate(default);
        var now = SystemClock.Instance.GetCurrentInstant();
        var today = now.InZone(DateTimeZoneProviders.Tzdb[Zone]).Date;
        var year = (short)today.PlusMonths(-7).Year;
        var opened = await services.GetRequiredService<OpenEstablishment>().Do(
            null, new("BENCH-1", "Collège du banc", EstablishmentKind.School, null, Zone, year, today.PlusDays(-60), today.PlusDays(200)), "bench");
        var act = new Act(null, opened.Value, null, now, "bench");
        var hired = await services.GetRequiredService<AddPerson>().Do(act, new(Teacher, "Mme MARTIN", null, Level.Teacher, Password));
        if (hired.Refusal is { } no)
        {
            throw new InvalidOperationException(no.Code);
        }
        await services.GetRequiredService<Database>().Write<Done>(act, tx => Fill(tx, year, today.PlusDays(-60)));
    }

    private static async Task<Answer<Done>> Fill(Tx tx, short year, LocalDate from)
    {
        for (short hour = 0; hour < 24; hour++)
        {
            tx.Db.Add(new Timetable.Period { Establishment = tx.Act.Establishment, SchoolYear = year, Number = (short)(hour + 1), Label = $"M{hour + 1}", Start = new(hour, 0), End = new(hour, 59) });
        }
        for (int i = 1, made = 0; i <= 40; i++)
        {
            var size = i == 1 ? 32 : i == 2 ? 36 : 30;
            AddClass(tx, (year, from), $"{levels[(i - 1) / 14]}{((i - 1) % 14) + 1:00}", (made, size));
            made += size;
        }
        await tx.Log("bench-built", year, new { classes = 40 }, Touches.Access | Touches.Reference);
        return Done.It;
    }

    private static void AddClass(Tx tx, (short Year, LocalDate From) since, string code, (int First, int Count) pupils)
    {
        var group = new Group { Establishment = tx.Act.Establishment, SchoolYear = since.Year, Id = Id<Group>.New(), Code = code, Label = code, Kind = GroupKind.Class };
        tx.Db.Add(group);
        foreach (var number in Enumerable.Range(pupils.First, pupils.Count))
        {
            var (family, first) = Names.Of(number);
            var pupil = new Pupil { Establishment = tx.Act.Establishment, SchoolYear = since.Year, Id = Id<Pupil>.New(), FamilyName = family, FirstName = first, SortKey = $"{family} {first} {number}" };
            tx.Db.Add(pupil);
            tx.Db.Add(new GroupPupil { Establishment = tx.Act.Establishment, SchoolYear = since.Year, Group = group.Id, Pupil = pupil.Id, From = since.From });
            if (code is Class32 or Class36)
            {
                // A drawn face; what follows a picture's end is not looked at, and makes each one another file.
                byte[] bytes = [.. face.Value, .. pupil.Id.Value.ToByteArray()];
                tx.Db.Add(new Photo
                {
                    Establishment = tx.Act.Establishment, SchoolYear = since.Year, Pupil = pupil.Id, Hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16], Type = "image/jpeg", Bytes = bytes, GivenAt = tx.Act.At,
                });
            }
        }
    }

    private static readonly Lazy<byte[]> face = new(() =>
    {
        using var from = Assembly.GetExecutingAssembly().GetManifestResourceStream("Preau.Bench.Tablets.face.jpg")!;
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    });
}
