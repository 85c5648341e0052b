using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Preau.Foundation;

namespace Preau.Tests.Architecture;

/// <summary>The tenant rule on every table, and the model equal to the migrations.</summary>
public class StorageTests
{
    /// <summary>Tables outside the tenant rule. Each new one is a decision, not an accident.</summary>
    private static readonly string[] platform =
    [
        "device_sequences", "devices", "establishments", "memberships", "minimum_versions", "one_time_links", "people", "person_claims", "person_logins", "person_tokens",
        "protection_keys", "tablet_invitations",
    ];

    [Theory, OnBothEngines]
    public async Task Every_table_is_filtered_by_establishment_or_named_here(string engine)
    {
        await using var db = (await Town.On(engine)).Database.Read(EstablishmentId.Platform);
        Assert.Equal(platform, Unfiltered(db.Model));
    }

    [Theory, OnBothEngines]
    public async Task Another_establishment_s_rows_do_not_exist(string engine)
    {
        var town = await Town.On(engine);
        var (school, other) = (await town.Open(5), await town.Open(5));
        await using var db = town.Database.Read(other.Id);
        Assert.DoesNotContain(school.Pupils, pupil => db.Set<Preau.Pupils.Pupil>().Any(p => p.Id == new Id<Preau.Pupils.Pupil>(pupil)));
        await using var nowhere = town.Database.Read(EstablishmentId.Platform);
        Assert.Empty(await nowhere.Set<Preau.Pupils.Pupil>().ToListAsync());
    }

    [Theory, OnBothEngines]
    public async Task The_first_column_of_every_tenant_key_is_the_establishment(string engine)
    {
        await using var db = (await Town.On(engine)).Database.Read(EstablishmentId.Platform);
        var astray = db.Model.GetEntityTypes().Where(e => typeof(IOfEstablishment).IsAssignableFrom(e.ClrType))
            .Where(e => e.FindPrimaryKey()!.Properties[0].Name != nameof(IOfEstablishment.Establishment)).Select(e => e.GetTableName());
        Assert.Empty(astray);
    }

    [Theory, OnBothEngines]
    public async Task The_model_equals_the_migrations(string engine)
    {
        await using var db = (await Town.On(engine)).Database.Read(EstablishmentId.Platform);
        Assert.False(db.Database.HasPendingModelChanges(), "the model changed: add a migration on both engines (docs/recipes/a-column.md)");
    }

    [Fact]
    public void A_table_without_the_rule_is_seen()
    {
        using var planted = new Bait();
        Assert.Equal(["baits"], Unfiltered(planted.Model));
    }

    private static string[] Unfiltered(IModel model) =>
        [.. model.GetEntityTypes().Where(e => e.GetDeclaredQueryFilters().Count == 0).Select(e => e.GetTableName()!).Order(StringComparer.Ordinal)];

    private sealed class BaitRow
    {
        public int Id { get; init; }
    }

    private sealed class Bait : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite("Data Source=:memory:");

        protected override void OnModelCreating(ModelBuilder model) => model.Entity<BaitRow>().ToTable("baits");
    }
}
