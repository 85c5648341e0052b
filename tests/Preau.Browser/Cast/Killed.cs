using System.Diagnostics;

namespace Preau.Browser.Cast;

/// <summary>A browser that ends without a word: nothing is flushed, nobody says goodbye.</summary>
internal static class Killed
{
    /// <summary>Ends, at once, the browser of this profile: it alone was started with it. Returns when it is gone.</summary>
    public static async Task Now(string profile, IBrowserContext machine)
    {
        var gone = new TaskCompletionSource();
        machine.Close += (_, _) => gone.TrySetResult();
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!))
        {
            try
            {
                if (File.ReadAllText($"/proc/{process}/cmdline").Contains($"--user-data-dir={profile}", StringComparison.Ordinal))
                {
                    Process.GetProcessById(process).Kill();
                }
            }
            catch (Exception error) when (error is IOException or ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
