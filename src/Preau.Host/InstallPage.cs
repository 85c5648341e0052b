using Preau.Foundation;
using Preau.Host.Tls;
using static Preau.Host.PublicPage;

namespace Preau.Host;

/// <summary><c>/install</c>: how the roll call is put on a tablet of each system, and what is looked at afterwards. Open to all, also over plain HTTP.</summary>
internal static class InstallPage
{
    private static readonly string[] systems = ["android", "ipados", "windows", "chromeos"];

    public static void MapInstall(this IEndpointRouteBuilder app) => app.MapGet("/install", Page).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The system that a browser says it runs on; null when it says none of ours. Safari on an iPad says that it is a Mac.</summary>
    public static string? SystemOf(string agent) =>
        agent.Contains("CrOS", StringComparison.Ordinal) ? "chromeos"
        : agent.Contains("Android", StringComparison.Ordinal) ? "android"
        : agent.Contains("Windows", StringComparison.Ordinal) ? "windows"
        : agent.Contains("iPad", StringComparison.Ordinal) || agent.Contains("iPhone", StringComparison.Ordinal) || agent.Contains("Macintosh", StringComparison.Ordinal) ? "ipados"
        : null;

    private static IResult Page(ServerOptions options, HttpContext http)
    {
        var own = SystemOf(http.Request.Headers.UserAgent.ToString());
        var (secure, host) = PlainHttp.SecureHost(http);
        var address = $"{(secure ? "https" : "http")}://{host}{http.Request.PathBase.ToUriComponent()}/tablet/";
        var trust = options.Tls?.Authority is null ? "" : $"""<p><a href="/trust">{Text(Words.Say("install.trust"))}</a></p>""";
        var plain = secure || ServerAddress.IsLoopback(http.Request.Host.Host) ? "" : $"""<p class="warning">{Text(Words.Say("install.plain"))}</p>""";
        var body = $"""
            <p>{Text(Words.Say("install.why"))}</p>
            <p>{Text(Words.Say("install.address"))}<br><a class="address" href="{Text(address)}">{Text(address)}</a></p>
            {plain}{trust}
            {string.Concat(systems.OrderByDescending(system => system == own).Select(Section))}
            <section id="check"><h2>{Text(Words.Say("install.check.title"))}</h2>{List("ul", "install.check")}</section>
            <section id="fleet"><h2>{Text(Words.Say("install.fleet.title"))}</h2>{List("ul", "install.fleet")}</section>
            """;
        return Of(http, Words.Say("install.title"), body);
    }

    private static string Section(string system) => $"""
        <section id="{system}"><h2>{Text(Words.Say($"install.{system}.name"))}</h2>{List("ol", $"install.{system}")}<p>{Text(Words.Say($"install.{system}.know"))}</p></section>
        """;

    /// <summary>A text of several lines, one an item.</summary>
    private static string List(string tag, string key) => $"<{tag}>{string.Concat(Words.Say(key).Split('\n').Select(line => $"<li>{Text(line)}</li>"))}</{tag}>";
}
