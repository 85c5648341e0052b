using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Preau.Tests.Cast;

/// <summary>A device as the wire sees it: signs in, pushes, pulls. Keeps its key and its sequence, like the page does.</summary>
internal sealed class Tablet
{
    private static int signIns;
    private HttpClient http;

    private Tablet(HttpClient http, JsonNode signed, string? secret)
    {
        this.http = http;
        Device = signed["device"]!["id"]!.GetValue<Guid>();
        Secret = signed["device"]!["secret"]?.GetValue<string>() ?? secret!;
        SignInId = signed["signIn"]!["id"]!.GetValue<Guid>();
        Person = signed["person"]!["id"]!.GetValue<Guid>();
        Sequence = signed["sequence"]!.GetValue<long>();
    }

    public Guid Device { get; }

    public string Secret { get; set; }

    public Guid SignInId { get; set; }

    public Guid Person { get; set; }

    public long Sequence { get; set; }

    /// <summary>Signs in on a device that nothing knows, or on one that is known.</summary>
    public static async Task<Tablet> SignIn(HttpClient http, string userName, string password, string? establishment, Tablet? known = null)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/api/devices/sign-in")
        {
            Content = JsonContent.Create(new { userName, password, establishment, device = new { id = known?.Device, secret = known?.Secret, name = "Tablette de test", kind = "tablet" } }),
            Headers = { { "X-Forwarded-For", Address() } },
        };
        using var answer = await http.SendAsync(asked);
        Assert.Equal(200, (int)answer.StatusCode);
        return new Tablet(http, (await answer.Content.ReadFromJsonAsync<JsonNode>())!, known?.Secret);
    }

    private static string Address()
    {
        var n = Interlocked.Increment(ref signIns);
        return $"10.{(n >> 16) & 255}.{(n >> 8) & 255}.{n & 255}";
    }

    /// <summary>A twin with the same key and sequence: a copied browser profile.</summary>
    public Tablet Copy() => (Tablet)MemberwiseClone();

    /// <summary>The same tablet speaking to a server that came back at another address.</summary>
    public Tablet At(HttpClient server)
    {
        http = server;
        return this;
    }

    /// <summary>The key of an hour of a class.</summary>
    public static JsonObject Hour(School school, string start = "08:00", string end = "08:55", Guid? group = null) => new()
    {
        ["date"] = school.Today.ToString("uuuu-MM-dd", null), ["start"] = start, ["end"] = end, ["group"] = group ?? school.Class, ["subject"] = "Physique",
    };

    /// <summary>A fact of the signed-in person.</summary>
    public JsonObject Fact(string kind, JsonObject body, DateTimeOffset? claimed = null) => new()
    {
        ["id"] = Guid.CreateVersion7(), ["kind"] = kind, ["author"] = Person, ["signIn"] = SignInId,
        ["claimedAt"] = (claimed ?? TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null), ["body"] = body,
    };

    /// <summary>A mark.</summary>
    public JsonObject Marked(School school, Guid pupil, string kind = "A", int? minutes = null, params Guid[] replaces)
    {
        var body = Hour(school);
        (body["pupil"], body["kind"], body["minutes"]) = (pupil, kind, minutes);
        body["replaces"] = new JsonArray([.. replaces.Select(id => (JsonNode)id)]);
        return Fact("marked", body);
    }

    /// <summary>A validation of the whole class.</summary>
    public JsonObject Validated(School school, IEnumerable<Guid>? shown = null, string start = "08:00", string end = "08:55")
    {
        var body = Hour(school, start, end);
        body["shown"] = new JsonArray([.. (shown ?? school.Pupils).Select(id => (JsonNode)id)]);
        return Fact("roll-validated", body);
    }

    /// <summary>Pushes facts and moves the sequence on, as the page does with the receipts.</summary>
    public async Task<JsonNode> Push(params JsonObject[] facts)
    {
        var (status, answer) = await PushRaw(Sequence, facts);
        Assert.Equal(200, status);
        Sequence = answer["sequence"]!.GetValue<long>();
        return answer;
    }

    /// <summary>Pushes under a given sequence and tells what came.</summary>
    public async Task<(int Status, JsonNode Answer)> PushRaw(long sequence, params JsonObject[] facts)
    {
        var body = new JsonObject { ["sequence"] = sequence, ["facts"] = new JsonArray([.. facts.Select(fact => fact.DeepClone())]) };
        return await Send(HttpMethod.Post, "/api/sync/push", body.ToJsonString());
    }

    /// <summary>Sends anything with the device's key.</summary>
    public async Task<(int Status, JsonNode Answer)> Send(HttpMethod method, string path, string? json = null)
    {
        using var answer = await http.SendAsync(Request(method, path, json));
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    /// <summary>A request that carries the device's key.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, string? json = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Device {Device}:{Secret}");
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("fr"));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>What came after a position; from the radius when null.</summary>
    public async Task<JsonNode> Pull(long? after = null)
    {
        var (status, answer) = await Send(HttpMethod.Get, "/api/sync/pull" + (after is null ? "" : $"?after={after}"));
        Assert.Equal(200, status);
        return answer;
    }

    /// <summary>The states of the receipts, in order.</summary>
    public static string[] States(JsonNode answer) => [.. answer["receipts"]!.AsArray().Select(r => r!["state"]!.GetValue<string>())];
}
