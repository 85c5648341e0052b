using System.Globalization;
using Preau.Host.Commands;

namespace Preau.Tests.Commands;

/// <summary>The command line speaks French where the environment does, else English.</summary>
public class TongueTests
{
    [Theory, InlineData(null, null, "en"), InlineData(null, "fr_FR.UTF-8", "fr"), InlineData("C", "fr_FR.UTF-8", "en"), InlineData("fr_CA", "C", "fr"),
        InlineData("POSIX", null, "en"), InlineData("", "fr_FR", "fr"), InlineData(null, "de_DE.UTF-8", "en")]
    public void The_first_variable_that_is_set_decides(string? all, string? lang, string spoken) =>
        Assert.Equal(spoken, Tongue.Of(name => name switch { "LC_ALL" => all, "LANG" => lang, _ => null }, CultureInfo.InvariantCulture).Name);
}
