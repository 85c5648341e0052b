using System.Globalization;
using System.Text;
using Npgsql;
using Preau.Bench.Scene;
using Preau.Bench.Wire;

namespace Preau.Bench.Country;

/// <summary>One connection over which tablet after tablet sends its roll: save n is by class n / E of establishment n % E, so that all schools begin at once.</summary>
internal sealed class CountryCaller(CountryTurns turns) : Caller
{
    /// <summary>Facts of one save.</summary>
    public const int Facts = 5;

    /// <summary>Saves acknowledged over this connection.</summary>
    public int Saved { get; private set; }

    /// <summary>When its request was to be sent; 0 when nothing is under way.</summary>
    public long DueAt { get; set; }

    protected override ReadOnlySpan<byte> Request() => Write(turns.Next());

    protected override void Judge(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (!head.StartsWith("HTTP/1.1 200"u8) || body.Count("\"accepted\""u8) != Facts)
        {
            throw new InvalidOperationException($"A save was not accepted: {Encoding.UTF8.GetString(head)}\n{Encoding.UTF8.GetString(body)}");
        }
        Saved++;
    }

    private static byte[] Write((int Establishment, int Class, int Round) save)
    {
        var (establishment, number, round) = save;
        var tablet = new Tablet(establishment, CountryLoad.Id('d', establishment, number), CountryLoad.Secret, CountryLoad.Id('t', establishment, number),
            CountryLoad.Id('s', establishment, number), CountryLoad.Id('g', establishment, number), []);
        var body = Body(tablet, number, round);
        return Encoding.UTF8.GetBytes(Requests.Head(tablet, "POST", "/api/sync/push", $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n") + body);
    }

    private static string Body(Tablet tablet, int number, int round)
    {
        var hour = string.Create(CultureInfo.InvariantCulture,
            $"\"date\":\"{new DateOnly(2026, 9, 2).AddDays(round / 10):yyyy-MM-dd}\",\"start\":\"{8 + (round % 10):00}:00\",\"end\":\"{8 + (round % 10):00}:55\",\"group\":\"{tablet.Group}\",\"subject\":\"Mathématiques\"");
        var claimed = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string Fact(string kind, string body) =>
            $"{{\"id\":\"{Guid.CreateVersion7()}\",\"kind\":\"{kind}\",\"author\":\"{tablet.Author}\",\"signIn\":\"{tablet.SignIn}\",\"claimedAt\":\"{claimed}\",\"body\":{{{hour},{body}}}}}";
        var pupils = Enumerable.Range(number * CountryLoad.Pupils, CountryLoad.Pupils).Select(n => CountryLoad.Id('p', tablet.Establishment, n)).ToArray();
        var marks = Enumerable.Range(0, 4).Select(i =>
            Fact("marked", $"\"pupil\":\"{pupils[i * 4]}\",\"kind\":\"{(i < 3 ? "A" : "R")}\",\"minutes\":{(i < 3 ? "null" : "10")},\"replaces\":[]"));
        var shown = string.Join(',', pupils.Select(id => $"\"{id}\""));
        return $"{{\"sequence\":{round},\"facts\":[{string.Join(',', marks.Append(Fact("roll-validated", $"\"shown\":[{shown}]")))}]}}";
    }
}

/// <summary>Whose turn it is: class by class over all establishments; every class has called before one calls again.</summary>
/// <param name="most">The highest number of an establishment.</param>
internal sealed class CountryTurns(int most)
{
    private readonly byte[] saved = new byte[(most + 1) * CountryLoad.Classes];
    private (int First, int Count) establishments;
    private int next;

    /// <summary>Goes on where an earlier run on the same database has ended.</summary>
    /// <param name="last">The highest number of an establishment there.</param>
    public void GoOn(string database, int last)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT device, last FROM device_sequences WHERE last > 0", connection);
        using var reader = command.ExecuteReader();
        var sequences = new Dictionary<Guid, long>();
        while (reader.Read())
        {
            sequences[reader.GetGuid(0)] = reader.GetInt64(1);
        }
        for (var i = 0; sequences.Count > 0 && i < (last + 1) * CountryLoad.Classes; i++)
        {
            saved[i] = (byte)sequences.GetValueOrDefault(CountryLoad.Id('d', i / CountryLoad.Classes, i % CountryLoad.Classes));
        }
    }

    /// <summary>Goes on with these establishments, from their first class.</summary>
    public void Among(int first, int count) => (establishments, next) = ((first, count), 0);

    /// <summary>The next save; a tablet's own count of saves is its round and the sequence that it was given.</summary>
    public (int Establishment, int Class, int Round) Next()
    {
        var n = next++ % (establishments.Count * CountryLoad.Classes);
        var (establishment, number) = (establishments.First + (n % establishments.Count), n / establishments.Count);
        return (establishment, number, saved[(establishment * CountryLoad.Classes) + number]++);
    }
}
