using System.Text.RegularExpressions;
using Preau.Foundation;
using Preau.Host;

namespace Preau.Tests.Pages;

/// <summary>The page that tells how the roll call is installed: the reader's own system first, all of them there, in both languages.</summary>
public partial class InstallPageTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "android")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", "ipados")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "ipados")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "windows")]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "chromeos")]
    [InlineData("", "android")]
    public async Task The_reader_s_own_system_stands_first_and_none_is_missing(string agent, string first)
    {
        foreach (var language in Words.Languages)
        {
            var (page, _) = await Page(agent, language);
            var sections = Sections().Matches(page).Select(m => m.Groups["id"].Value).ToList();
            Assert.Equal(first, sections[0]);
            Assert.Equal(["android", "check", "chromeos", "fleet", "ipados", "windows"], sections.Order());
            Assert.Equal(language, Regex.Match(page, "<html lang=\"(..)\"").Groups[1].Value);
            Assert.DoesNotContain("install.", page.Replace("/install", ""));
        }
    }

    [Fact]
    public async Task It_names_the_address_to_open_and_nothing_in_it_is_inline()
    {
        var town = await Town.On("sqlite");
        var (page, policy) = await Page("", "fr");
        Assert.Contains($"href=\"{town.Http.BaseAddress}tablet/\"", page);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotContain("HTTPS", page); // on this machine itself the page installs without
        var (elsewhere, _) = await Page("", "fr", "lycee.lan:7777");
        Assert.Contains("http://lycee.lan:7777/tablet/", elsewhere);
        Assert.Contains("HTTPS", elsewhere);
    }

    private static async Task<(string Page, string Policy)> Page(string agent, string language, string? host = null)
    {
        var town = await Town.On("sqlite");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/install") { Headers = { Host = host } };
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        request.Headers.TryAddWithoutValidation("Accept-Language", language);
        using var answer = await town.Http.SendAsync(request);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        return (await answer.Content.ReadAsStringAsync(), answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [GeneratedRegex("<section id=\"(?<id>[a-z]+)\">")]
    private static partial Regex Sections();
}
