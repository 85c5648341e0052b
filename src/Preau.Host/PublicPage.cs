using System.Globalization;
using System.Text.Encodings.Web;
using Preau.Foundation;

namespace Preau.Host;

/// <summary>A page that anybody may read, without a circuit or a script: written whole by the server, in the reader's language.</summary>
internal static class PublicPage
{
    /// <summary>The page.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="body">HTML, its texts encoded by <see cref="Text"/>.</param>
    public static IResult Of(HttpContext http, string title, string body)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var others = string.Concat(Words.Languages.Where(other => other != language).Select(other =>
            $"""<a lang="{other}" hreflang="{other}" href="/language?to={other}&amp;back={Uri.EscapeDataString(http.Request.Path.Value!)}">{Text(CultureInfo.GetCultureInfo(other).NativeName)}</a>"""));
        var page = $"""
            <!doctype html>
            <html lang="{language}">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(title)} · Préau</title>
            <link rel="stylesheet" href="/common/tokens.css"><link rel="stylesheet" href="/common/trust.css">
            </head>
            <body><main><p class="languages">{others}</p><h1>{Text(title)}</h1>{body}</main></body>
            </html>
            """;
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(page, "text/html; charset=utf-8");
    }

    /// <summary>Words as HTML.</summary>
    public static string Text(string words) => HtmlEncoder.Default.Encode(words);
}
