using System.Diagnostics;
using System.Globalization;

namespace Preau.Bench.Scene;

/// <summary>HAProxy with <c>deploy/haproxy.cfg</c>, on free ports of 127.0.0.1 and without its certificate.</summary>
internal sealed class Balancer : IDisposable
{
    private const string Program = "/usr/sbin/haproxy";
    private readonly Process process;
    private readonly int statistics = Cluster.FreePort();

    public Balancer(Scratch scratch, int[] nodes)
    {
        var port = Cluster.FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        var recipe = File.ReadAllLines(Path.Combine(Tree.Root, "deploy", "haproxy.cfg"));
        var (file, node) = (Path.Combine(scratch.Folder, "haproxy.cfg"), 0);
        File.WriteAllLines(file, recipe.Where(line => !line.Contains("redirect scheme") && !line.Contains("stats socket") && !line.Contains("maxconn")).Select(line => line.TrimStart() switch
        {
            var bind when bind.StartsWith("bind *:443", StringComparison.Ordinal) => $"    bind 127.0.0.1:{port}",
            var bind when bind.StartsWith("bind *:80", StringComparison.Ordinal) => $"    bind 127.0.0.1:{Cluster.FreePort()}",
            var bind when bind.StartsWith("bind 127.0.0.1:8404", StringComparison.Ordinal) => $"    bind 127.0.0.1:{statistics}",
            var server when server.StartsWith("server ", StringComparison.Ordinal) => string.Create(CultureInfo.InvariantCulture, $"    {string.Join(' ', server.Split(' ')[..2])} 127.0.0.1:{nodes[node++]} {string.Join(' ', server.Split(' ')[3..])}"),
            var log when log.StartsWith("log ", StringComparison.Ordinal) || log.StartsWith("user ", StringComparison.Ordinal) || log.StartsWith("group ", StringComparison.Ordinal) => "",
            _ => line,
        }));
        process = Process.Start(new ProcessStartInfo(Program, ["-f", file, "-db"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Whether this machine has it.</summary>
    public static bool IsPossible => File.Exists(Program);

    /// <summary>What clients are told.</summary>
    public Uri Address { get; }

    /// <summary>Waits until it holds both nodes for good.</summary>
    public async Task BothUp()
    {
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            var table = await http.GetStringAsync(new Uri($"http://127.0.0.1:{statistics}/;csv"));
            if (table.Split('\n').Count(line => line.StartsWith("nodes,node", StringComparison.Ordinal) && line.Contains(",UP,", StringComparison.Ordinal)) == 2)
            {
                return;
            }
            _ = tries < 600 ? 0 : throw new TimeoutException("HAProxy does not hold both nodes for good.");
            await Task.Delay(100);
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
