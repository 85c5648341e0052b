using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.Timetable;

namespace Preau.Demo;

/// <summary>A town to try Préau with: one lycée of 1,200 pupils in 40 classes, one collège, two crèches. Every name is invented by dice.</summary>
public sealed class DemoTown(Database database, OpenEstablishment open, AddPerson addPerson, SchoolClock clock)
{
    private const string Zone = "Europe/Paris";
    private const string Why = "demo";

    /// <summary>Somebody who can sign in to the demo.</summary>
    public sealed record Login(string UserName, string Where, string Level);

    private static readonly (string Code, string Name, EstablishmentKind Kind, string? Uai)[] places =
    [
        ("LYCEE", "Lycée Jean-Exemple", EstablishmentKind.School, "9990101A"),
        ("COLLEGE", "Collège des Tilleuls", EstablishmentKind.School, "9990102B"),
        ("CRECHE-1", "Crèche des Petits-Pas", EstablishmentKind.Creche, null),
        ("CRECHE-2", "Crèche du Moulin", EstablishmentKind.Creche, null),
    ];

    private static readonly (string UserName, string Name, string Place, Level Level)[] people =
    [
        ("mairie", "Camille VERNON", "", Level.Platform),
        ("admin", "Dominique ROSSEL", "LYCEE", Level.Administrator),
        ("proviseur", "Claude MERCADIER", "LYCEE", Level.Head),
        ("cpe", "Sophie LAURIAC", "LYCEE", Level.Cpe),
        ("aed", "Karim DELVAUX", "LYCEE", Level.Supervisor),
        ("infirmerie", "Nadège PRIEUR", "LYCEE", Level.Nurse),
        ("prof", "Anne MODELE", "LYCEE", Level.Teacher),
        ("prof2", "Marc TESSIER", "LYCEE", Level.Teacher),
        ("cpe-college", "Hélène AUBRAC", "COLLEGE", Level.Cpe),
        ("prof-college", "Youssef GARNIER", "COLLEGE", Level.Teacher),
        ("directrice", "Maud FERRAND", "CRECHE-1", Level.Head),
    ];

    /// <summary>Loads the town, when the platform has no establishment yet.</summary>
    /// <param name="password">The password of every login; made at random by whoever starts the demo.</param>
    /// <returns>The logins; empty when the platform was not empty: nothing is touched then.</returns>
    public async Task<IReadOnlyList<Login>> Load(string password, CancellationToken stop = default)
    {
        await using (var db = database.Read(EstablishmentId.Platform))
        {
            if (await db.Establishments.AnyAsync(stop))
            {
                return [];
            }
        }
        foreach (var place in places)
        {
            await Open(place, stop);
        }
        var made = await AddPeople(password, stop);
        var lycee = made["prof"].Establishment;
        await new DemoLycee(database, addPerson, clock).Fill(lycee, [made["prof"].Person, made["prof2"].Person], stop);
        return [.. people.Select(p => new Login(p.UserName, p.Place, p.Level.Word))];
    }

    private async Task Open((string Code, string Name, EstablishmentKind Kind, string? Uai) place, CancellationToken stop)
    {
        var today = clock.Today(Zone);
        var first = today.Month >= 8 ? today.Year : today.Year - 1;
        var request = new OpenEstablishment.Request(place.Code, place.Name, place.Kind, place.Uai, Zone,
            (short)first, new LocalDate(first, 9, 1), new LocalDate(first + 1, 7, 4));
        var opened = Must(await open.Do(null, request, Why, stop));
        if (place.Kind == EstablishmentKind.School)
        {
            var classes = place.Code == "LYCEE" ? DemoClasses.Lycee : DemoClasses.College;
            await Fill(opened, new SchoolYear { Establishment = opened, Year = request.Year, From = request.From, Until = request.Until }, classes, stop);
        }
    }

    private async Task Fill(EstablishmentId establishment, SchoolYear year, IEnumerable<DemoClasses.Demo> classes, CancellationToken stop)
    {
        // Dice of their own for families, so that the pupils stay as they were.
        var (dice, callers) = (new Random(establishment.Value), new Random(establishment.Value + 1));
        Must(await database.Write<Done>(new Act(null, establishment, null, clock.Now, Why), async tx =>
        {
            (await tx.Db.Establishments.FirstAsync(e => e.Id == establishment, stop)).Hotline = "7777";
            tx.Db.AddRange(UsualBell.For(establishment, year));
            foreach (var demo in classes)
            {
                var group = new Group { Establishment = establishment, SchoolYear = year.Year, Id = Id<Group>.New(), Code = demo.Code, Label = demo.Label, Kind = GroupKind.Class };
                tx.Db.Add(group);
                foreach (var pupil in Enumerable.Range(0, demo.Count).Select(_ => DemoNames.Pupil(establishment, year, demo.BornIn, dice)))
                {
                    tx.Db.Add(pupil);
                    tx.Db.AddRange(DemoFamilies.Of(pupil, year, callers));
                    tx.Db.Add(new GroupPupil { Establishment = establishment, SchoolYear = year.Year, Group = group.Id, Pupil = pupil.Id, From = year.From });
                }
            }
            await tx.Log("demo-loaded", year.Year, new { classes = classes.Count() }, Touches.Reference);
            return Done.It;
        }, stop));
    }

    private async Task<Dictionary<string, (Guid Person, EstablishmentId Establishment)>> AddPeople(string password, CancellationToken stop)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        var ids = await db.Establishments.ToDictionaryAsync(e => e.Code, e => e.Id, stop);
        var made = new Dictionary<string, (Guid, EstablishmentId)>();
        foreach (var person in people)
        {
            var act = new Act(null, ids.GetValueOrDefault(person.Place, EstablishmentId.Platform), null, clock.Now, Why);
            made[person.UserName] = (Must(await addPerson.Do(act, new(person.UserName, person.Name, null, person.Level, password), stop)).Person, act.Establishment);
        }
        return made;
    }

    private static T Must<T>(Answer<T> answer) =>
        answer.Refusal is { } no ? throw new InvalidOperationException($"The demo town was refused: {no.Code}.") : answer.Value!;
}
