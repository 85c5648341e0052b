using System.Net.Http.Json;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.Tests.Foundation;

/// <summary>What is no character must not stop a library that meets it: found by fuzzing lists.</summary>
public class WholeTextTests
{
    [Theory]
    [InlineData("a\uFFFEb", "a\uFFFDb")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("Zoé \uD83D\uDE00", "Zoé \uD83D\uDE00")]
    public void What_is_no_character_is_replaced(string text, string whole)
    {
        Assert.Equal(whole, text.Whole());
        Assert.NotNull(text.Whole().Normalize());
        Assert.NotNull(RegisterOrder.Key(text, text));
    }

    /// <summary>Not as inline data: an attribute cannot hold half a pair.</summary>
    [Fact]
    public void Half_a_pair_is_replaced()
    {
        What_is_no_character_is_replaced("\uD83D", "\uFFFD");
        What_is_no_character_is_replaced("\uDE00\uD83D\uDE00", "\uFFFD\uD83D\uDE00");
    }

    [Theory, OnBothEngines]
    public async Task A_name_that_is_no_text_is_refused_like_any_other(string engine)
    {
        var town = await Town.On(engine);
        foreach (var name in new[] { "a\uFFFE", "a\0b", "\uFFFF", null })
        {
            using var answer = await town.Http.PostAsJsonAsync("/api/devices/sign-in", new { userName = name, password = "x", establishment = name, device = new { name, kind = "tablet" } });
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
    }
}
