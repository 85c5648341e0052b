using System.Text.Json.Nodes;
using System.Text.Json;

namespace Preau.Tests.Architecture;

/// <summary>The interface is approved: docs/api/openapi.json is what the server says of itself.</summary>
public class OpenApiTests
{
    [Fact]
    public async Task The_interface_is_as_approved()
    {
        var town = await Town.On("sqlite");
        var document = JsonNode.Parse(await town.Http.GetStringAsync("/openapi/v1.json"))!.AsObject();
        document.Remove("servers");
        var text = document.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Approved.Check(Path.Combine(Repository.Root, "docs", "api", "openapi.json"), text + "\n");
    }
}
