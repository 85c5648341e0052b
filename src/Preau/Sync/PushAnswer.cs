using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NodaTime.Text;
using Preau.Foundation;

namespace Preau.Sync;

/// <summary>Writes the receipts of a push; by hand, because it is the hottest answer.</summary>
internal sealed class PushAnswer(Pushed pushed) : IResult
{
    private static readonly InstantPattern time = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    public async Task ExecuteAsync(HttpContext http)
    {
        var body = new ArrayBufferWriter<byte>(256 + (96 * pushed.Receipts.Count));
        using (var writer = new Utf8JsonWriter(body))
        {
            Write(writer);
        }
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        http.Response.BodyWriter.Write(body.WrittenSpan);
        await http.Response.BodyWriter.FlushAsync();
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence", pushed.Sequence);
        writer.WriteNumber("position", pushed.Position);
        writer.WriteString("serverTime", time.Format(pushed.ServerTime));
        writer.WriteStartArray("receipts");
        foreach (var receipt in pushed.Receipts)
        {
            Write(writer, receipt);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Receipt receipt)
    {
        writer.WriteStartObject();
        writer.WriteString("id", receipt.Id);
        if (receipt.Refusal is { } refusal)
        {
            writer.WriteString("state", "refused");
            writer.WriteString("code", refusal.Code);
            writer.WriteString("words", Words.Say(refusal));
        }
        else
        {
            writer.WriteString("state", receipt.State == AppendState.Accepted ? "accepted" : "known");
            writer.WriteNumber("position", receipt.Position!.Value);
        }
        writer.WriteEndObject();
    }
}
