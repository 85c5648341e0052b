using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Preau.Bench.Scene;

namespace Preau.Bench.Wire;

/// <summary>A tablet that pushes one roll after another: 30 shown, 3 absent, 1 late, validated; five facts. The body is built once, then patched.</summary>
internal sealed class SaveCaller : Caller
{
    /// <summary>Facts of one save.</summary>
    public const int Facts = 5;

    private const int DigitsOfSequence = 19;
    private readonly byte[] request;
    private readonly List<int> ids;
    private readonly List<int> dates;
    private readonly List<int> starts;
    private readonly List<int> ends;
    private readonly int sequenceAt;
    private readonly int count;
    private int next;
    private readonly int hoursPerDay;
    private long? begunAt;

    /// <param name="first">Number of its first roll: no two saves of a device and run have the same.</param>
    /// <param name="hoursPerDay">Rolls of one date before the next; 100 at most.</param>
    public SaveCaller(Tablet tablet, int number, long sequence, int first = 0, int hoursPerDay = 100)
    {
        (next, Sequence, Number, this.hoursPerDay) = (first, sequence, number, hoursPerDay);
        var body = Body(tablet);
        var head = Requests.Head(tablet, "POST", "/api/sync/push", $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        request = Encoding.UTF8.GetBytes(head + body);
        (ids, dates, starts, ends) = (Find("00000000-0000-7000"), Find("2026-00-00"), Find("00:00\",\"end"), Find("99:99"));
        sequenceAt = Find("\"sequence\":")[0] + 11;
        count = first;
    }

    /// <summary>The sequence to present next.</summary>
    public long Sequence { get; private set; }

    /// <summary>The establishment's position after the last save.</summary>
    public long Position { get; private set; }

    /// <summary>Which of the callers it is; part of its ids.</summary>
    public int Number { get; }

    /// <summary>Saves acknowledged so far.</summary>
    public int Saved => next - count;

    /// <summary>Number of the next roll.</summary>
    public int Next => next;

    /// <summary>The next push's body alone, for those who stand behind the door.</summary>
    public byte[] Body()
    {
        var whole = Request();
        return whole[(whole.IndexOf("\r\n\r\n"u8) + 4)..].ToArray();
    }

    /// <summary>The push was taken: the next one is another.</summary>
    public void Took(long sequence) => (Sequence, next, begunAt) = (sequence, next + 1, null);

    protected override ReadOnlySpan<byte> Request()
    {
        var bytes = request.AsSpan();
        bytes.Slice(sequenceAt, DigitsOfSequence).Fill((byte)' ');
        Utf8Formatter.TryFormat(Sequence, bytes[sequenceAt..], out _);
        // The same save keeps its ids when it is sent again: that is what makes it harmless.
        var milliseconds = begunAt ??= DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (var i = 0; i < ids.Count; i++)
        {
            Hex(bytes.Slice(ids[i], 8), milliseconds >> 16);
            Hex(bytes.Slice(ids[i] + 9, 4), milliseconds & 0xffff);
            Hex(bytes.Slice(ids[i] + 20, 3), Number);
            Hex(bytes.Slice(ids[i] + 24, 12), ((long)next * Facts) + i);
        }
        var (day, slot) = (next / hoursPerDay % 300, next % hoursPerDay);
        var date = new DateOnly(2026, 9, 2).AddDays(day);
        var (start, end) = (new TimeOnly(7, 0).AddMinutes(slot * 5), new TimeOnly(7, 55).AddMinutes(slot * 5));
        dates.ForEach(at => Encoding.UTF8.GetBytes(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), request.AsSpan(at)));
        starts.ForEach(at => Encoding.UTF8.GetBytes(start.ToString("HH:mm", CultureInfo.InvariantCulture), request.AsSpan(at)));
        ends.ForEach(at => Encoding.UTF8.GetBytes(end.ToString("HH:mm", CultureInfo.InvariantCulture), request.AsSpan(at)));
        return bytes;
    }

    protected override void Judge(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (!head.StartsWith("HTTP/1.1 200"u8) || body.Count("\"accepted\""u8) + body.Count("\"known\""u8) != Facts)
        {
            throw new InvalidOperationException($"A save was not accepted: {Encoding.UTF8.GetString(head)}\n{Encoding.UTF8.GetString(body)}");
        }
        Utf8Parser.TryParse(body[(body.IndexOf("\"sequence\":"u8) + 11)..], out long sequence, out _);
        Utf8Parser.TryParse(body[(body.IndexOf("\"position\":"u8) + 11)..], out long position, out _);
        Position = position;
        Took(sequence);
    }

    private static string Body(Tablet tablet)
    {
        var hour = $"\"date\":\"2026-00-00\",\"start\":\"00:00\",\"end\":\"99:99\",\"group\":\"{tablet.Group}\",\"subject\":\"Mathématiques\"";
        var claimed = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string Fact(string kind, string body) =>
            $"{{\"id\":\"00000000-0000-7000-8000-000000000000\",\"kind\":\"{kind}\",\"author\":\"{tablet.Author}\",\"signIn\":\"{tablet.SignIn}\",\"claimedAt\":\"{claimed}\",\"body\":{{{hour},{body}}}}}";
        var marks = Enumerable.Range(0, 4).Select(i =>
            Fact("marked", $"\"pupil\":\"{tablet.Pupils[i * 7]}\",\"kind\":\"{(i < 3 ? "A" : "R")}\",\"minutes\":{(i < 3 ? "null" : "10")},\"replaces\":[]"));
        var shown = string.Join(',', tablet.Pupils.Select(id => $"\"{id}\""));
        var facts = marks.Append(Fact("roll-validated", $"\"shown\":[{shown}]"));
        return $"{{\"sequence\":{new string(' ', DigitsOfSequence)},\"facts\":[{string.Join(',', facts)}]}}";
    }

    private List<int> Find(string text)
    {
        var found = new List<int>();
        for (var at = 0; request.AsSpan(at).IndexOf(Encoding.UTF8.GetBytes(text)) is >= 0 and var ahead; at += ahead + 1)
        {
            found.Add(at + ahead);
        }
        return found;
    }

    private static void Hex(Span<byte> to, long value)
    {
        for (var i = to.Length - 1; i >= 0; i--, value >>= 4)
        {
            to[i] = "0123456789abcdef"u8[(int)(value & 15)];
        }
    }
}
