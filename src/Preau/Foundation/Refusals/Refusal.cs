namespace Preau.Foundation;

/// <summary>Why something expected may not be done. Not an error of the program: nothing changed, nothing is lost.</summary>
/// <param name="Code">Stable code, <c>feature.reason</c>; each has words in French and English beside its feature.</param>
/// <param name="Status">The HTTP status that carries it.</param>
/// <param name="Arguments">Fill the words' <c>{0}</c>, <c>{1}</c>. Never a pupil's name when it may reach a log.</param>
public sealed record Refusal(string Code, int Status = 409, params object[] Arguments)
{
    /// <summary>The request is not of the promised form.</summary>
    public static Refusal Malformed(string code, params object[] arguments) => new(code, 400, arguments);

    /// <summary>The speaker may not do this here; also the answer for somebody else's establishment.</summary>
    public static Refusal Forbidden(string code, params object[] arguments) => new(code, 403, arguments);

    /// <summary>No such thing in this establishment.</summary>
    public static Refusal Unknown(string code, params object[] arguments) => new(code, 404, arguments);
}

/// <summary>A verb's answer: a value or the refusal. Exactly one of them.</summary>
public readonly record struct Answer<T>
{
    /// <summary>The value; default when refused.</summary>
    public T? Value { get; private init; }

    /// <summary>The refusal; null when the verb was done.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>A value is an answer.</summary>
    public static implicit operator Answer<T>(T value) => new() { Value = value };

    /// <summary>A refusal is an answer.</summary>
    public static implicit operator Answer<T>(Refusal refusal) => new() { Refusal = refusal };
}

/// <summary>The answer of a verb that has nothing to tell but that it is done.</summary>
public readonly record struct Done
{
    /// <summary>Done.</summary>
    public static readonly Done It = default;
}
