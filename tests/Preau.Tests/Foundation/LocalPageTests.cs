using Preau.Foundation;

namespace Preau.Tests.Foundation;

/// <summary>Where an address may lead back to.</summary>
public class LocalPageTests
{
    [Theory]
    [InlineData("/e/LYCEE/classes?on=2026-11-24", "/e/LYCEE/classes?on=2026-11-24")]
    [InlineData("/e/LYCEE/classes/3ème B", "/e/LYCEE/classes/3%C3%A8me%20B")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/.//evil.example", "/")]
    [InlineData("/x/..//evil.example", "/")]
    [InlineData("/\tevil", "/")]
    [InlineData("/\r\nSet-Cookie: a=b", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void A_way_back_is_ours_and_fits_a_header(string? typed, string page) => Assert.Equal(page, LocalPage.Of(typed));
}
