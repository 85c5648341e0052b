namespace Preau.Foundation;

/// <summary>Text from outside that every library can take.</summary>
public static class WholeText
{
    extension(string text)
    {
        /// <summary>The text with U+FFFD for what is no character: half a surrogate pair, U+FFFE, U+FFFF, at which <see cref="string.Normalize()"/> throws; and for U+0000, which PostgreSQL cannot keep.</summary>
        /// <remarks>Shape: pure, total; the same object when nothing is to be replaced.</remarks>
        public string Whole()
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                {
                    i++;
                }
                else if (char.IsSurrogate(text[i]) || text[i] is '\0' or '\uFFFE' or '\uFFFF')
                {
                    return Mended(text);
                }
            }
            return text;
        }
    }

    private static string Mended(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.Value is 0 or 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString()));
}
