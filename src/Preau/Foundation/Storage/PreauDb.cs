using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Preau.Foundation;

/// <summary>One look at the database, in the context of one establishment. Opened by <see cref="Database"/>, never by hand.</summary>
/// <remarks>Every row of <see cref="IOfEstablishment"/> is filtered by <see cref="Tenant"/>; it names no table itself.</remarks>
public abstract partial class PreauDb(DbContextOptions options, IEnumerable<FeatureStorage> features) : DbContext(options)
{
    /// <summary>The establishment that this look is for; rows of others do not exist here.</summary>
    public EstablishmentId Tenant { get; internal set; }

    internal IReadOnlyCollection<FeatureStorage> Features { get; } = [.. features];

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder model)
    {
        foreach (var feature in Features)
        {
            feature.Configure(model);
        }
        foreach (var entity in model.Model.GetEntityTypes().ToList())
        {
            if (typeof(IOfEstablishment).IsAssignableFrom(entity.ClrType))
            {
                filter.MakeGenericMethod(entity.ClrType).Invoke(this, [model]);
            }
            NameColumns(entity);
        }
    }

    private static readonly System.Reflection.MethodInfo filter =
        typeof(PreauDb).GetMethod(nameof(FilterByTenant), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!;

    private void FilterByTenant<T>(ModelBuilder model) where T : class, IOfEstablishment =>
        model.Entity<T>().HasQueryFilter("tenant", row => row.Establishment == Tenant);

    private static void NameColumns(IMutableEntityType entity)
    {
        foreach (var property in entity.GetProperties())
        {
            property.SetColumnName(Snake(property.Name));
        }
        foreach (var key in entity.GetKeys())
        {
            key.SetName($"pk_{entity.GetTableName()}");
        }
        foreach (var index in entity.GetIndexes())
        {
            index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => Snake(p.Name)))}");
        }
    }

    private static string Snake(string name) => Humps().Replace(name, "$1_$2").ToLowerInvariant();

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex Humps();
}
