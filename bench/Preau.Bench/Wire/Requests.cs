using Preau.Bench.Scene;

namespace Preau.Bench.Wire;

/// <summary>Requests as a tablet's browser sends them, with the headers that it adds.</summary>
internal static class Requests
{
    /// <summary>Request line and headers, the empty line included.</summary>
    public static string Head(Tablet tablet, string method, string path, string more = "") =>
        $"""
        {method} {path} HTTP/1.1
        Host: preau.example
        Connection: keep-alive
        User-Agent: Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
        Authorization: Device {tablet.Device}:{tablet.Secret}
        Accept: */*
        Accept-Encoding: gzip, deflate, br
        Accept-Language: fr-FR,fr;q=0.9,en;q=0.8
        Referer: http://preau.example/tablet/

        """.ReplaceLineEndings("\r\n") + more + "\r\n";
}

/// <summary>A tablet that asks the same thing again and again.</summary>
internal sealed class AskCaller(Tablet tablet, string path, string headers, string status) : Caller
{
    private readonly byte[] request = System.Text.Encoding.UTF8.GetBytes(Requests.Head(tablet, "GET", path, headers));
    private readonly byte[] begins = System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 {status}");

    protected override ReadOnlySpan<byte> Request() => request;

    protected override void Judge(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (!head.StartsWith(begins))
        {
            throw new InvalidOperationException($"Not answered as it must be: {System.Text.Encoding.UTF8.GetString(head)}");
        }
    }
}
