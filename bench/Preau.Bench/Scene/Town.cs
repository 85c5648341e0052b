using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Devices;
using Preau.Foundation;
using Preau.Pupils;
using Preau.Timetable;

namespace Preau.Bench.Scene;

/// <summary>A registered device, as the one who holds it knows it.</summary>
internal sealed record Tablet(int Establishment, Guid Device, string Secret, Guid Author, Guid SignIn, Guid Group, Guid[] Pupils);

/// <summary>Establishments with classes, pupils, teachers and their tablets, written through the one door; the same for every engine.</summary>
internal static class Town
{
    private static readonly LocalDate from = new(2026, 9, 1);

    /// <summary>How big.</summary>
    /// <param name="Tablets">Per establishment, one class each in turn.</param>
    internal sealed record Size(int Establishments, int Classes, int PupilsPerClass, int Tablets);

    /// <summary>Creates the schema and the town.</summary>
    /// <param name="database">PostgreSQL connection string, or null for SQLite in the folder.</param>
    public static async Task<List<Tablet>> Build(string data, string? database, Size size)
    {
        await using var services = Services(data, database);
        await services.GetRequiredService<Engine>().Migrate(default);
        var tablets = new List<Tablet>();
        for (var i = 1; i <= size.Establishments; i++)
        {
            tablets.AddRange(await Establishment(services, i, size));
        }
        return tablets;
    }

    /// <summary>Préau's own parts on a database, without a server.</summary>
    public static ServiceProvider Services(string data, string? database)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddPreau();
        services.AddSingleton(new SchoolClock(TimeProvider.System, Duration.Zero));
        services.AddSingleton<Engine>(provider =>
        {
            var (storages, rows) = (provider.GetServices<FeatureStorage>(), provider.GetServices<FactRows>());
            return database is null ? new SqliteEngine(Path.Combine(data, "preau.db"), storages, rows) : new PostgresEngine(database, storages, rows);
        });
        return services.BuildServiceProvider();
    }

    private static async Task<List<Tablet>> Establishment(ServiceProvider services, int number, Size size)
    {
        var open = services.GetRequiredService<OpenEstablishment>();
        var opened = await open.Do(null, new($"BENCH-{number}", $"Collège {number}", EstablishmentKind.School, null, "Europe/Paris", 2026, from, new(2027, 8, 31)), "bench");
        var act = new Act(null, opened.Value, null, SystemClock.Instance.GetCurrentInstant(), "bench");
        var made = await services.GetRequiredService<Database>().Write<List<Tablet>>(act, async tx =>
        {
            var classes = Enumerable.Range(0, size.Classes).Select(c => Class(tx, c, size.PupilsPerClass)).ToList();
            for (short hour = 8; hour < 18; hour++)
            {
                tx.Db.Add(new Timetable.Period
                {
                    Establishment = act.Establishment, SchoolYear = 2026, Number = (short)(hour - 7), Label = $"M{hour - 7}", Start = new(hour, 0), End = new(hour, 55),
                });
            }
            var tablets = Enumerable.Range(0, size.Tablets).Select(t => Tablet(tx, t, classes[t % classes.Count])).ToList();
            await tx.Log("bench-built", 2026, new { size.Classes }, Touches.Access | Touches.Reference);
            return tablets;
        });
        return made.Value!;
    }

    private static (Guid, Guid[]) Class(Tx tx, int number, int count)
    {
        var group = new Group
        {
            Establishment = tx.Act.Establishment, SchoolYear = 2026, Id = Id<Group>.New(), Code = $"{3 + (number % 4)}E{number}", Label = $"{3 + (number % 4)}e {number}", Kind = GroupKind.Class,
        };
        tx.Db.Add(group);
        return (group.Id.Value, [.. Enumerable.Range(0, count).Select(n => Pupil(tx, group.Id, number * count + n))]);
    }

    private static Guid Pupil(Tx tx, Id<Group> group, int number)
    {
        var (family, first) = Names.Of(number);
        var pupil = new Pupil
        {
            Establishment = tx.Act.Establishment, SchoolYear = 2026, Id = Id<Pupil>.New(), FamilyName = family, FirstName = first,
            SortKey = $"{family} {first} {number}",
        };
        tx.Db.Add(pupil);
        tx.Db.Add(new GroupPupil { Establishment = tx.Act.Establishment, SchoolYear = 2026, Group = group, Pupil = pupil.Id, From = from });
        return pupil.Id.Value;
    }

    private static Tablet Tablet(Tx tx, int number, (Guid Group, Guid[] Pupils) shown)
    {
        var name = $"prof{tx.Act.Establishment}x{number}";
        var person = new Person
        {
            Id = Guid.CreateVersion7(), UserName = name, NormalizedUserName = name.ToUpperInvariant(), DisplayName = $"M. PROF {number}", SecurityStamp = "0", Since = tx.Act.At,
        };
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var device = new Device
        {
            Id = Id<Device>.New(), Establishment = tx.Act.Establishment, Name = name, SecretHash = SHA256.HashData(Encoding.UTF8.GetBytes(secret)), Since = tx.Act.At,
        };
        var signIn = new DeviceSignIn { Establishment = tx.Act.Establishment, Id = Id<DeviceSignIn>.New(), Device = device.Id, Person = person.Id, Since = tx.Act.At };
        tx.Db.AddRange(person, device, signIn, new DeviceSequence { Device = device.Id.Value });
        tx.Db.Add(new Membership { Establishment = tx.Act.Establishment, Person = person.Id, Level = Level.Teacher, Since = tx.Act.At });
        return new(tx.Act.Establishment.Value, device.Id.Value, secret, person.Id, signIn.Id.Value, shown.Group, shown.Pupils);
    }
}
