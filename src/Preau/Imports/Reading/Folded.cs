using Preau.Pupils;

namespace Preau.Imports.Reading;

/// <summary>Text made comparable: without accents, case, punctuation or doubled spaces.</summary>
public static class Folded
{
    /// <summary>«Hélène  D'ŒUVRE-Noël» becomes «helene d oeuvre noel».</summary>
    /// <remarks>Shape: pure, total, idempotent; the empty text for null or for text without letters and digits.</remarks>
    public static string Of(string? text) => RegisterOrder.Fold(text ?? "").ToLowerInvariant();
}
