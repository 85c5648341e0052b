using Microsoft.AspNetCore.Http;

namespace Preau.Foundation;

/// <summary>Refusals on the wire: problem details with our code, and words in the user's language.</summary>
public static class Answers
{
    /// <summary>A refusal as <c>application/problem+json</c>: <c>title</c> has the words, <c>code</c> the code.</summary>
    /// <param name="extra">Further members, such as the choices of a sign-in.</param>
    public static IResult Refused(Refusal refusal, IDictionary<string, object?>? extra = null)
    {
        var members = new Dictionary<string, object?>(extra ?? new Dictionary<string, object?>()) { ["code"] = refusal.Code };
        return Results.Problem(title: Words.Say(refusal), statusCode: refusal.Status, extensions: members);
    }

    /// <summary>The value, or the refusal.</summary>
    public static IResult Of<T>(Answer<T> answer) =>
        answer.Refusal is { } no ? Refused(no) : answer.Value is Done ? Results.NoContent() : Results.Json(answer.Value, Json.Web);
}

/// <summary>Reads request bodies with a bound.</summary>
public static class Bytes
{
    /// <summary>The whole body; null when it is longer than <paramref name="most"/> bytes or was cut.</summary>
    public static async Task<ReadOnlyMemory<byte>?> Read(HttpRequest request, int most, CancellationToken stop)
    {
        if (request.ContentLength > most)
        {
            return null;
        }
        var body = new byte[request.ContentLength ?? most + 1];
        try
        {
            var count = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, stop);
            var whole = request.ContentLength is null ? count <= most : count == body.Length;
            return whole ? body.AsMemory(0, count) : null;
        }
        catch (Exception error) when (error is BadHttpRequestException or IOException)
        {
            return null;
        }
    }
}
