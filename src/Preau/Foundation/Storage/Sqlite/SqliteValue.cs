using System.Text;
using NodaTime;
using SQLitePCL;

namespace Preau.Foundation;

/// <summary>A parameter as SQLite keeps it: whole number, text or bytes, or nothing. The same forms as the model's conversions.</summary>
public readonly struct SqliteValue
{
    private readonly object? text;
    private readonly long number;
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly Guid id;
    private readonly Form form;

    private SqliteValue(Form form, object? text = null, long number = 0, ReadOnlyMemory<byte> bytes = default, Guid id = default) =>
        (this.form, this.text, this.number, this.bytes, this.id) = (form, text, number, bytes, id);

    private enum Form : byte { Nothing, Number, Text, Bytes, Id }

    /// <summary>A whole number.</summary>
    public static implicit operator SqliteValue(long number) => new(Form.Number, number: number);

    /// <summary>A whole number.</summary>
    public static implicit operator SqliteValue(int number) => new(Form.Number, number: number);

    /// <summary>A whole number.</summary>
    public static implicit operator SqliteValue(short number) => new(Form.Number, number: number);

    /// <summary>A whole number or nothing.</summary>
    public static implicit operator SqliteValue(short? number) => number is { } known ? new(Form.Number, number: known) : default;

    /// <summary>Text, or nothing.</summary>
    public static implicit operator SqliteValue(string? text) => text is null ? default : new(Form.Text, text);

    /// <summary>Bytes, or nothing.</summary>
    public static implicit operator SqliteValue(byte[]? bytes) => bytes is null ? default : new(Form.Bytes, bytes: bytes);

    /// <summary>Bytes.</summary>
    public static implicit operator SqliteValue(ReadOnlyMemory<byte> bytes) => new(Form.Bytes, bytes: bytes);

    /// <summary>16 big-endian bytes.</summary>
    public static implicit operator SqliteValue(Guid id) => new(Form.Id, id: id);

    /// <summary>Microseconds since 1970.</summary>
    public static implicit operator SqliteValue(Instant instant) => new(Form.Number, number: Conversions.Microseconds(instant));

    internal int Bind(sqlite3_stmt statement, int at)
    {
        switch (form)
        {
            case Form.Number: return raw.sqlite3_bind_int64(statement, at, number);
            case Form.Text: return BindText(statement, at, (string)text!);
            case Form.Bytes: return raw.sqlite3_bind_blob(statement, at, bytes.Span);
            case Form.Id:
                Span<byte> packed = stackalloc byte[16];
                id.TryWriteBytes(packed, bigEndian: true, out _);
                return raw.sqlite3_bind_blob(statement, at, packed);
            default: return raw.sqlite3_bind_null(statement, at);
        }
    }

    private static int BindText(sqlite3_stmt statement, int at, string text)
    {
        Span<byte> utf8 = stackalloc byte[512];
        return Encoding.UTF8.TryGetBytes(text, utf8, out var count)
            ? raw.sqlite3_bind_text(statement, at, utf8[..count])
            : raw.sqlite3_bind_text(statement, at, text);
    }
}
