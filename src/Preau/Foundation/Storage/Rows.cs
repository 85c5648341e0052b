using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Preau.Foundation;

/// <summary>A stored row. Every row says which rule it follows: an establishment's, or the platform's.</summary>
public interface IRow;

/// <summary>A row of one establishment: reads see it only in the context of that establishment.</summary>
public interface IOfEstablishment : IRow
{
    /// <summary>The tenant; first column of the key.</summary>
    EstablishmentId Establishment { get; }
}

/// <summary>A row of the platform, outside the tenant rule. The list is short, named in a test, and each has a reason.</summary>
public interface IOfPlatform : IRow;

/// <summary>What a feature stores. <see cref="PreauDb"/> names no table: each feature configures its own.</summary>
public abstract class FeatureStorage
{
    /// <summary>Configures the feature's tables, keys and indexes; the same on both engines.</summary>
    public abstract void Configure(ModelBuilder model);
}

/// <summary>Tables that PostgreSQL partitions by RANGE of school year, so that the yearly purge is a DROP.</summary>
public static class Yearly
{
    private const string Annotation = "Preau:Yearly";

    extension<T>(EntityTypeBuilder<T> entity) where T : class
    {
        /// <summary>Says that this table is partitioned by school year on PostgreSQL.</summary>
        public EntityTypeBuilder<T> IsYearly() => entity.HasAnnotation(Annotation, true);
    }

    extension(IModel model)
    {
        /// <summary>The names of the tables that are partitioned by school year, in name order.</summary>
        public IEnumerable<string> YearlyTables() => model.GetEntityTypes()
            .Where(entity => entity.FindAnnotation(Annotation) is not null).Select(entity => entity.GetTableName()!).Order(StringComparer.Ordinal);
    }
}
