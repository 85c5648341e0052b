using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Host;
using Preau.Pupils;
using Preau.Timetable;

[assembly: AssemblyFixture(typeof(Preau.Tests.Cast.LastBell))]

namespace Preau.Tests.Cast;

/// <summary>Closes every town of the run.</summary>
public sealed class LastBell : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Town.CloseAll();
}

/// <summary>A real server on a real port, one per engine and run. Tests do not meet in it: each opens schools of its own.</summary>
internal sealed class Town
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Town>>> towns = new();
    private static int schools;
    private readonly WebApplication app;

    private Town(WebApplication app, string engine)
    {
        this.app = app;
        Engine = engine;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public string Engine { get; }

    /// <summary>A client of this server that follows nothing and keeps no cookie.</summary>
    public HttpClient Http { get; }

    public Database Database => Service<Database>();

    public Instant Now => Service<SchoolClock>().Now;

    public T Service<T>() where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>The town of an engine.</summary>
    public static Task<Town> On(string engine) => towns.GetOrAdd(engine, name => new(() => Start(name))).Value;

    /// <summary>Stops the shared servers.</summary>
    internal static async Task CloseAll()
    {
        foreach (var town in towns.Values.Where(town => town.IsValueCreated))
        {
            await (await town.Value).Stop();
        }
    }

    /// <summary>A server of its own, for a test that changes what others would feel.</summary>
    public static Task<Town> Start(string engine) => Start(Repository.Scratch("town"), engine == "postgres" ? PostgresCluster.Shared.NewDatabase() : null);

    /// <summary>A server on data that may exist.</summary>
    /// <param name="database">PostgreSQL connection string, or null for SQLite in the data folder.</param>
    public static async Task<Town> Start(string data, string? database)
    {
        // Believed as a proxy: a cast's tablets each call from an address of their own, or all sign-ins of a run would count as one address's.
        var app = PreauServer.Build(new ServerOptions { Data = data, Url = "http://127.0.0.1:0", Empty = true, Database = database, Proxies = ["127.0.0.1"] });
        await app.Services.GetRequiredService<Engine>().Migrate(CancellationToken.None);
        await app.StartAsync();
        return new Town(app, database is null ? "sqlite" : "postgres");
    }

    /// <summary>Stops it and gives the files back.</summary>
    public async Task Stop()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Opens a school with one class of 30, a teacher, another teacher, a CPE and an administrator.</summary>
    public async Task<School> Open(int pupils = 30, string zone = "Europe/Paris")
    {
        var code = $"E{Interlocked.Increment(ref schools):0000}-{Engine[0]}".ToUpperInvariant();
        var today = Now.InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
        var year = new SchoolYear { Establishment = default, Year = (short)(today.Year - 1), From = today.PlusDays(-300), Until = today.PlusDays(60) };
        var id = Must(await Service<OpenEstablishment>().Do(null,
            new(code, $"École {code}", EstablishmentKind.School, null, zone, year.Year, year.From, year.Until), "test"));
        var school = new School(this, code, id, year.Year, today);
        await Fill(school, pupils);
        return school;
    }

    /// <summary>Gives somebody an account; the password is the cast's.</summary>
    public async Task<Guid> Hire(EstablishmentId establishment, string userName, Level level) => Must(await Service<AddPerson>().Do(
        new Act(null, establishment, null, Now, "test"), new(userName, userName.ToUpperInvariant(), null, level, School.Password))).Person;

    /// <summary>The value of an answer that must not be refused.</summary>
    public static T Must<T>(Answer<T> answer)
    {
        Assert.Null(answer.Refusal);
        return answer.Value!;
    }

    private async Task Fill(School school, int count)
    {
        var group = new Group { Establishment = school.Id, SchoolYear = school.Year, Id = Id<Group>.New(), Code = "2NDE4", Label = "2nde 4", Kind = GroupKind.Class };
        var pupils = Enumerable.Range(1, count).Select(n => new Pupil
        {
            Establishment = school.Id, SchoolYear = school.Year, Id = Id<Pupil>.New(), FamilyName = $"ÉLÈVE{n:00}", FirstName = "Zoé", SortKey = $"ELEVE{n:00}",
        }).ToList();
        Must(await Database.Write<Done>(new Act(null, school.Id, null, Now, "test"), async tx =>
        {
            tx.Db.Add(group);
            tx.Db.AddRange(pupils);
            tx.Db.AddRange(UsualBell.For(school.Id, new SchoolYear { Establishment = school.Id, Year = school.Year, From = school.Today, Until = school.Today }));
            tx.Db.AddRange(pupils.Select(p => new GroupPupil
            {
                Establishment = school.Id, SchoolYear = school.Year, Group = group.Id, Pupil = p.Id, From = school.Today.PlusDays(-300),
            }));
            await tx.Log("test-filled", school.Year, new { count }, Touches.Reference);
            return Done.It;
        }));
        school.Class = group.Id.Value;
        school.Pupils = [.. pupils.Select(p => p.Id.Value)];
    }
}
