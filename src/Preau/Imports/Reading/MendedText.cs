namespace Preau.Imports.Reading;

/// <summary>Letters of an XML file with some end tags' names replaced on the way.</summary>
internal sealed class MendedText(TextReader below, IReadOnlyList<Misspelling> mends) : TextReader
{
    private readonly Queue<char> waiting = new();
    private int line = 1;
    private int position;
    private bool wasReturn;

    public override int Read()
    {
        if (waiting.TryDequeue(out var put))
        {
            return put;
        }
        var c = Take();
        foreach (var mend in mends)
        {
            if (mend.Line == line && mend.Position == position && c == mend.Wrong[0])
            {
                return Replace(mend);
            }
        }
        return c;
    }

    char Replace(Misspelling mend)
    {
        for (var i = 1; i < mend.Wrong.Length; i++)
        {
            Take();
        }
        foreach (var letter in mend.Right.AsSpan(1))
        {
            waiting.Enqueue(letter);
        }
        return mend.Right[0];
    }

    /// <summary>Counts lines and positions as the XML reader does: \n, \r\n and \r each end a line.</summary>
    private int Take()
    {
        var c = below.Read();
        if (c == '\n' && wasReturn)
        {
            wasReturn = false;
            return c;
        }
        wasReturn = c == '\r';
        (line, position) = c is '\n' or '\r' ? (line + 1, 0) : (line, position + 1);
        return c;
    }

    public override int Read(char[] buffer, int index, int count)
    {
        var written = 0;
        while (written < count && Read() is >= 0 and var c)
        {
            buffer[index + written++] = (char)c;
        }
        return written;
    }

    public override int Peek() => waiting.TryPeek(out var put) ? put : below.Peek();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            below.Dispose();
        }
        base.Dispose(disposing);
    }
}
