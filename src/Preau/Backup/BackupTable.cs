using System.Data.Common;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Preau.Foundation;

namespace Preau.Backup;

/// <summary>A table as the model knows it: its columns in name order, its key. The same on both engines.</summary>
internal sealed class BackupTable
{
    private BackupTable(IEntityType entity)
    {
        Name = entity.GetTableName()!;
        Columns = [.. entity.GetProperties().Select(property => new BackupColumn(property)).OrderBy(column => column.Name, StringComparer.Ordinal)];
        Key = [.. entity.FindPrimaryKey()!.Properties.Select(p => Columns.First(c => c.Name == p.GetColumnName()))];
        After = [.. entity.GetForeignKeys().Select(key => key.PrincipalEntityType.GetTableName()!).Where(name => name != Name).Distinct()];
        IsYearly = entity.Model.YearlyTables().Contains(Name);
    }

    /// <summary>Its name in both databases and in the archive.</summary>
    public string Name { get; }

    public IReadOnlyList<BackupColumn> Columns { get; }

    public IReadOnlyList<BackupColumn> Key { get; }

    /// <summary>Whether PostgreSQL wants a partition for each school year.</summary>
    public bool IsYearly { get; }

    private string[] After { get; }

    /// <summary>Every table of the model, each after the ones that it refers to.</summary>
    public static IReadOnlyList<BackupTable> All(PreauDb db)
    {
        var left = db.Model.GetEntityTypes().Select(entity => new BackupTable(entity)).OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var ordered = new List<BackupTable>();
        while (left.Count > 0)
        {
            var next = left.Find(table => table.After.All(name => left.TrueForAll(other => other.Name != name))) ?? left[0];
            left.Remove(next);
            ordered.Add(next);
        }
        return ordered;
    }

    /// <summary>Names the shape of all tables together: two programs with the same shape read each other's archives.</summary>
    public static string Shape(IEnumerable<BackupTable> tables)
    {
        var lines = tables.OrderBy(table => table.Name, StringComparer.Ordinal).Select(table => $"{table.Name}({string.Join(',', table.Columns.Select(column => column.Shape))})");
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16];
    }

    /// <summary>All rows in key order, byte by byte, so that equal rows make equal archives on both engines.</summary>
    public string SelectSql(string byteOrder) =>
        $"SELECT {string.Join(", ", Columns.Select(c => c.Quoted))} FROM {Name} ORDER BY {string.Join(", ", Key.Select(c => c.Quoted + (c.IsText ? byteOrder : "")))}";

    /// <summary>One row.</summary>
    public string InsertSql() =>
        $"INSERT INTO {Name} ({string.Join(", ", Columns.Select(c => c.Quoted))}) VALUES ({string.Join(", ", Enumerable.Range(0, Columns.Count).Select(i => $"@p{i}"))})";
}

/// <summary>A column: reads from the engine, writes to it, and stands in JSON as the model's own type.</summary>
internal sealed class BackupColumn
{
    private static readonly MethodInfo typed = typeof(BackupColumn).GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!;
    private readonly Microsoft.EntityFrameworkCore.Storage.RelationalTypeMapping mapping;
    private readonly Func<DbDataReader, int, object> read;
    private readonly bool nullable;

    public BackupColumn(IProperty property)
    {
        mapping = property.GetRelationalTypeMapping();
        Name = property.GetColumnName();
        Type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        nullable = property.IsNullable;
        IsNumbered = property.ValueGenerated == ValueGenerated.OnAdd && Type == typeof(int);
        var stored = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        stored = Nullable.GetUnderlyingType(stored) ?? stored;
        IsText = stored == typeof(string) && Type == typeof(string);
        read = typed.MakeGenericMethod(stored.IsEnum ? stored.GetEnumUnderlyingType() : stored).CreateDelegate<Func<DbDataReader, int, object>>();
    }

    public string Name { get; }

    public string Quoted => $"\"{Name}\"";

    /// <summary>The model's type, never nullable.</summary>
    public Type Type { get; }

    /// <summary>Whether the engine numbers it by itself.</summary>
    public bool IsNumbered { get; }

    /// <summary>Whether its order depends on a collation.</summary>
    public bool IsText { get; }

    /// <summary>Name and type, the same on both engines.</summary>
    public string Shape => $"{Name}:{Type.Name}{(nullable ? "?" : "")}";

    public void Write(Utf8JsonWriter json, DbDataReader row, int place)
    {
        if (row.IsDBNull(place))
        {
            json.WriteNullValue();
            return;
        }
        var stored = read(row, place);
        var value = mapping.Converter?.ConvertFromProvider(stored) ?? stored;
        JsonSerializer.Serialize(json, Type.IsEnum && !value.GetType().IsEnum ? Enum.ToObject(Type, value) : value, Type, RowJson.Options);
    }

    /// <summary>The value as the model has it; null when the line says so.</summary>
    public object? Read(JsonElement line) =>
        line.GetProperty(Name) is { ValueKind: not JsonValueKind.Null } value ? value.Deserialize(Type, RowJson.Options) : null;

    public DbParameter Parameter(DbCommand command, int place, object? value) => mapping.CreateParameter(command, $"@p{place}", value, nullable);

    /// <summary>The value as the engine takes it.</summary>
    public object Stored(object? value) => value is null ? DBNull.Value : mapping.Converter?.ConvertToProvider(value) ?? value;

    private static object Typed<T>(DbDataReader row, int place) => row.GetFieldValue<T>(place)!;
}
