using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Preau.Host;

/// <summary>The devices' pages: served under a folder named by the hash of their content, so a page is always whole and of one version.</summary>
internal sealed partial class TabletPages
{
    private static readonly FileExtensionContentTypeProvider types = new() { Mappings = { [".webmanifest"] = "application/manifest+json" } };
    private readonly Dictionary<string, Served> files;

    private TabletPages(Dictionary<string, Served> files, string hash) => (this.files, Hash) = (files, hash);

    /// <summary>One file, compressed once, when it is first asked for: a start does not wait for it.</summary>
    private sealed record Served(byte[] Plain, Lazy<byte[]> Brotli, Lazy<byte[]> Gzip, string Type);

    /// <summary>Names the content of all files together; changes when any of them does.</summary>
    public string Hash { get; }

    /// <summary>Reads the folders <c>tablet</c>, <c>common</c> and <c>vendor</c> below the web root.</summary>
    public static TabletPages Load(string root)
    {
        string[] folders = ["tablet", "common", "vendor"];
        var paths = folders.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.EndsWith(".gz", StringComparison.Ordinal) && !path.EndsWith(".br", StringComparison.Ordinal)) // the build's own copies
            .Order(StringComparer.Ordinal).ToList();
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths)
        {
            all.AppendData(Encoding.UTF8.GetBytes(path));
            all.AppendData(File.ReadAllBytes(Path.Combine(root, path)));
        }
        var hash = Convert.ToHexStringLower(all.GetHashAndReset())[..12];
        var kept = paths.Where(IsKept).Append(Whole).Append(Styles).ToList();
        string Text(string path) => File.ReadAllText(Path.Combine(root, path));
        var files = paths.ToDictionary(path => path, path => Serve(path, Fill(root, path, hash, kept)));
        files[Whole] = Serve(Whole, Encoding.UTF8.GetBytes(JoinedModule.Join("tablet/app.js", Text)));
        files[Styles] = Serve(Styles, Encoding.UTF8.GetBytes(Aside().Replace(string.Concat(styles.Select(Text)), "")));
        return new(files, hash);
    }

    /// <summary>Maps the page, its worker and its files.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/tablet/", (HttpContext http, TabletPages pages) => pages.Open(http)).AllowAnonymous();
        app.MapGet("/tablet/index.html", (HttpContext http, TabletPages pages) => pages.Send(http, "tablet/index.html", forever: false)).AllowAnonymous();
        app.MapGet("/tablet/sw.js", (HttpContext http, TabletPages pages) => pages.Send(http, "tablet/sw.js", forever: false)).AllowAnonymous();
        app.MapGet("/tablet/manifest.webmanifest", (HttpContext http, TabletPages pages) => pages.Send(http, "tablet/manifest.webmanifest", forever: false)).AllowAnonymous();
        app.MapGet("/tablet/icons/{name}", (string name, HttpContext http, TabletPages pages) => pages.Send(http, $"tablet/icons/{name}", forever: false)).AllowAnonymous();
        app.MapGet("/tablet/{hash:length(12)}/{**path}", (string hash, string path, HttpContext http, TabletPages pages) =>
            pages.Send(http, hash == pages.Hash ? path : "", forever: true)).AllowAnonymous();
    }

    /// <summary>The page's modules in one.</summary>
    private const string Whole = "tablet/page.js";

    /// <summary>The page's styles in one.</summary>
    private const string Styles = "tablet/page.css";

    private static readonly string[] styles = ["common/tokens.css", "tablet/tablet.css"];

    /// <summary>Of a style sheet, what is for readers: comments, what lines begin with, and the spaces around a rule's signs (no text of ours holds one of them before a space).</summary>
    [GeneratedRegex("""\s*/\*[\s\S]*?\*/|^\s+|\n+|(?<=[{};:,]) | (?=[{}])""", RegexOptions.Multiline)]
    private static partial Regex Aside();

    /// <summary>Runs before the page's modules are there.</summary>
    private const string Early = "tablet/early.js";

    /// <summary>What the worker keeps: neither what is asked for anew each time, nor what stands joined in <see cref="Whole"/> and <see cref="Styles"/>, nor the signs, which stand in the page, nor other pages' styles.</summary>
    private static bool IsKept(string path) =>
        path is not ("tablet/index.html" or "tablet/manifest.webmanifest" or "common/trust.css" or Signs) && !styles.Contains(path) && (path == Early || !path.EndsWith(".js", StringComparison.Ordinal)) && !path.EndsWith(".md", StringComparison.Ordinal) && !path.Contains("licences");

    private const string Signs = "tablet/icons/signs.svg";

    private static byte[] Fill(string root, string path, string hash, List<string> paths)
    {
        var bytes = File.ReadAllBytes(Path.Combine(root, path));
        if (path is Early or "tablet/sw.js")
        {
            bytes = Encoding.UTF8.GetBytes(JoinedModule.Plain(Encoding.UTF8.GetString(bytes)));
        }
        if (path is not ("tablet/index.html" or "tablet/sw.js" or "tablet/manifest.webmanifest"))
        {
            return bytes;
        }
        var urls = paths.Select(p => $"/tablet/{hash}/{p}");
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("__HASH__", hash).Replace("__VERSION__", Product.Version).Replace("__FILES__", JsonSerializer.Serialize(urls))
            .Replace("__SIGNS__", path == "tablet/index.html" ? InPage(File.ReadAllText(Path.Combine(root, Signs))) : ""));
    }

    /// <summary>The signs as a part of the page: shown without a file of their own.</summary>
    private static string InPage(string svg) =>
        svg.ReplaceLineEndings("").Replace("  <", "<").Replace("<svg xmlns=\"http://www.w3.org/2000/svg\"", "<svg class=\"signs\"").Replace("<symbol id=\"", "<symbol id=\"sign-");

    private static Served Serve(string path, byte[] plain) =>
        new(plain, new(() => Squeeze(plain, to => new BrotliStream(to, CompressionLevel.SmallestSize))), new(() => Squeeze(plain, to => new GZipStream(to, CompressionLevel.SmallestSize))),
            types.TryGetContentType(path, out var type) ? type : "application/octet-stream");

    private static byte[] Squeeze(byte[] plain, Func<Stream, Stream> with)
    {
        using var to = new MemoryStream();
        using (var squeeze = with(to))
        {
            squeeze.Write(plain);
        }
        return to.ToArray();
    }

    /// <summary>The page itself. Routing takes /tablet and /tablet/ for one; the page's relative addresses do not.</summary>
    private Task Open(HttpContext http)
    {
        if (http.Request.Path.Value!.EndsWith('/'))
        {
            return Send(http, "tablet/index.html", forever: false);
        }
        http.Response.Redirect(http.Request.PathBase + "/tablet/");
        return Task.CompletedTask;
    }

    private async Task Send(HttpContext http, string path, bool forever)
    {
        if (!files.TryGetValue(path, out var file))
        {
            http.Response.StatusCode = 404;
            return;
        }
        var headers = http.Response.Headers;
        headers.CacheControl = forever ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = new EntityTagHeaderValue($"\"{Hash}\"").ToString();
        headers.Vary = "Accept-Encoding";
        if (forever) // a part of the page: what it may do and which language it speaks is the page's to say
        {
            headers.Remove("Permissions-Policy");
            headers.ContentLanguage = default;
        }
        if (path == "tablet/sw.js")
        {
            headers["Service-Worker-Allowed"] = "/tablet/";
        }
        if (http.Request.Headers.IfNoneMatch.Contains($"\"{Hash}\""))
        {
            http.Response.StatusCode = 304;
            return;
        }
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        var (bytes, encoding) = accepted.Contains("br") ? (file.Brotli.Value, "br") : accepted.Contains("gzip") ? (file.Gzip.Value, "gzip") : (file.Plain, null);
        headers.ContentEncoding = encoding;
        http.Response.ContentType = file.Type;
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes);
    }
}

/// <summary>Routes of the devices' pages.</summary>
internal static class TabletRoutes
{
    public static void MapTabletPages(this IEndpointRouteBuilder app) => TabletPages.Map(app);
}
