namespace Preau.Tests.Cast;

/// <summary>A text that people approved, in a file beside its test.</summary>
internal static class Approved
{
    /// <summary>Compares; when they differ, the new text stands in <c>*.received.txt</c> for a person to look at and rename.</summary>
    public static void Check(string approved, string text)
    {
        var known = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        var received = Path.ChangeExtension(approved, null).Replace(".approved", "") + ".received" + Path.GetExtension(approved);
        var now = text.ReplaceLineEndings("\n");
        if (known == now)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, now);
        Assert.Equal(known, now);
    }
}
