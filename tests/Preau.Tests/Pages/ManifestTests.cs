using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Preau.Tests.Pages;

/// <summary>What a browser reads before it installs the tablet's page: a manifest that it understands, and icons that are what it says of them.</summary>
public class ManifestTests
{
    private static readonly byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    [Fact]
    public async Task The_manifest_says_where_the_page_starts_and_that_it_turns_with_the_tablet()
    {
        var (manifest, _) = await Manifest();
        Assert.Equal(("/tablet/", "/tablet/", "/tablet/", "standalone", "any"), (Text("id"), Text("start_url"), Text("scope"), Text("display"), Text("orientation")));
        Assert.NotEmpty(Text("name"));
        Assert.InRange(Text("short_name").Length, 1, 12); // more is cut off below an icon
        using var page = await (await Town.On("sqlite")).Http.GetAsync(Text("start_url"));
        Assert.Equal((200, "text/html"), ((int)page.StatusCode, page.Content.Headers.ContentType!.MediaType));

        string Text(string name) => manifest.GetProperty(name).GetString()!;
    }

    [Fact]
    public async Task Each_icon_is_there_of_the_size_and_type_that_are_told_and_those_that_browsers_ask_for_are_among_them()
    {
        var (manifest, at) = await Manifest();
        var told = new List<string>();
        foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
        {
            var (type, sizes) = (icon.GetProperty("type").GetString()!, icon.GetProperty("sizes").GetString()!);
            told.Add($"{type} {sizes} {(icon.TryGetProperty("purpose", out var purpose) ? purpose.GetString() : "any")}");
            await Is(new Uri(at, icon.GetProperty("src").GetString()), type, sizes);
        }
        Assert.Subset(told.ToHashSet(), new HashSet<string> { "image/png 192x192 any", "image/png 512x512 any", "image/png 512x512 maskable" });
    }

    /// <summary>iPadOS reads no icon from a manifest.</summary>
    [Fact]
    public async Task The_page_names_its_manifest_and_an_icon_for_the_iPad()
    {
        var town = await Town.On("sqlite");
        var html = await town.Http.GetStringAsync("/tablet/");
        Assert.Equal("/tablet/manifest.webmanifest", new Uri(new Uri(town.Http.BaseAddress!, "/tablet/"), Link(html, "manifest")).AbsolutePath);
        await Is(new Uri(new Uri(town.Http.BaseAddress!, "/tablet/"), Link(html, "apple-touch-icon")), "image/png", "180x180");
    }

    private static string Link(string html, string rel) => System.Text.RegularExpressions.Regex.Match(html, $"<link rel=\"{rel}\"[^>]* href=\"([^\"]+)\"|<link rel=\"{rel}\" href=\"([^\"]+)\"").Groups.Values.Skip(1).First(g => g.Success).Value;

    private static async Task<(JsonElement Manifest, Uri At)> Manifest()
    {
        var http = (await Town.On("sqlite")).Http;
        using var answer = await http.GetAsync("/tablet/manifest.webmanifest");
        Assert.Equal((200, "application/manifest+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return (JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, answer.RequestMessage!.RequestUri!);
    }

    private static async Task Is(Uri address, string type, string sizes)
    {
        using var answer = await (await Town.On("sqlite")).Http.GetAsync(address);
        Assert.Equal((200, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (type == "image/png")
        {
            Assert.Equal(png, bytes[..8]);
            Assert.Equal(sizes, string.Create(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(16))}x{BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20))}"));
        }
        else
        {
            Assert.Equal(("image/svg+xml", "any"), (type, sizes));
            Assert.StartsWith("<svg", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        }
    }
}
