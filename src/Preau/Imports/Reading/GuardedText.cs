using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>
/// Letters on their way to a reader that holds a text, an attribute or a line whole in memory: one that is too long is
/// stopped here, before. Control characters that XML forbids are left to its reader, which refuses them with a line.
/// </summary>
/// <param name="below">The letters.</param>
/// <param name="entry">Where they come from.</param>
/// <param name="ends">The characters at which a text ends: those of markup, or of a line.</param>
/// <param name="most">The longest text accepted, in characters.</param>
internal sealed class GuardedText(TextReader below, Entry entry, string ends, int most) : TextReader
{
    /// <summary>What ends a text in XML.</summary>
    public const string Markup = "<>";

    /// <summary>What ends a line.</summary>
    public const string Lines = "\r\n";

    private int run;
    private int line = 1;

    public override int Read(char[] buffer, int index, int count)
    {
        var came = below.Read(buffer, index, count);
        foreach (var c in buffer.AsSpan(index, came))
        {
            if (c == '\n')
            {
                line++;
            }
            run = ends.Contains(c) ? 0 : run + 1;
            if (run > most)
            {
                throw new UnreadableFile(entry.At(line), Refusal.Malformed("imports.text-too-long", entry.Name, line, most));
            }
        }
        return came;
    }

    public override int Read()
    {
        var one = new char[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public override int Peek() => below.Peek();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            below.Dispose();
        }
        base.Dispose(disposing);
    }
}
