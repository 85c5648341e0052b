using System.Text.Json;

namespace Preau.Seating;

/// <summary>The body of a fact <c>seats-arranged</c>.</summary>
/// <param name="Room">At most 40; empty when the timetable tells none.</param>
/// <param name="Columns">1 to 12.</param>
/// <param name="Rows">1 to 12.</param>
/// <param name="Seats">Nobody twice, no two on one seat, all within columns and rows; who is not there sits nowhere yet.</param>
public sealed record SeatsArranged(Guid Group, string Room, short Columns, short Rows, IReadOnlyList<Seat> Seats)
{
    /// <summary>The kind of the fact.</summary>
    public const string Kind = "seats-arranged";

    private const int Most = 12;

    /// <summary>Reads a body. Strict: what is not of the promised form is null, never guessed.</summary>
    public static SeatsArranged? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var (root, seats) = (json.RootElement, new List<Seat>());
            foreach (var seat in root.GetProperty("seats").EnumerateArray())
            {
                seats.Add(new(seat.GetProperty("pupil").GetGuid(), seat.GetProperty("x").GetByte(), seat.GetProperty("y").GetByte()));
            }
            var room = root.GetProperty("room").GetString() ?? "";
            var read = new SeatsArranged(root.GetProperty("group").GetGuid(), room, root.GetProperty("columns").GetInt16(), root.GetProperty("rows").GetInt16(), seats);
            return read.IsWhole ? read : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or OverflowException or KeyNotFoundException)
        {
            return null;
        }
    }

    private bool IsWhole => Room.Length <= 40 && !Room.Contains('\0') && Columns is >= 1 and <= Most && Rows is >= 1 and <= Most
        && Seats.All(seat => seat.X < Columns && seat.Y < Rows)
        && Seats.Select(seat => seat.Pupil).Distinct().Count() == Seats.Count && Seats.Select(seat => (seat.X, seat.Y)).Distinct().Count() == Seats.Count;
}
