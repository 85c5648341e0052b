using System.Xml;

namespace Preau.Imports.Reading;

/// <summary>One record of an XML file, small enough to hold: its attributes, text and children.</summary>
internal sealed class Branch
{
    private static readonly Dictionary<string, string> NoAttributes = [];

    private Dictionary<string, string> attributes = NoAttributes;
    List<Branch>? children;

    public required string Name { get; init; }
    public required int Line { get; init; }
    public string Text { get; private set; } = "";
    public IReadOnlyList<Branch> Children => children ?? (IReadOnlyList<Branch>)[];

    /// <summary>A non-empty attribute, trimmed.</summary>
    public string? Attribute(string name) =>
        attributes.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The first child that has one of these names (tried in this order) and a text.</summary>
    public Branch? Child(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var child in Children)
            {
                if (child.Name == name && child.Text.Length > 0)
                {
                    return child;
                }
            }
        }
        return null;
    }

    /// <summary>The text of <see cref="Child"/>, trimmed, or null.</summary>
    public string? Value(params ReadOnlySpan<string> names) => Child(names)?.Text;

    /// <summary>The children of this name.</summary>
    public IEnumerable<Branch> Named(string name) => Children.Where(c => c.Name == name);

    /// <summary>This and everything below of this name.</summary>
    public IEnumerable<Branch> Within(string name) =>
        Children.SelectMany(c => c.Within(name)).Concat(Name == name ? [this] : []);

    /// <summary>Reads the element at which the reader stands, and leaves it at its end.</summary>
    public static Branch Read(XmlWalk walk)
    {
        var xml = walk.Xml;
        walk.Weigh(0);
        var branch = new Branch { Name = xml.LocalName, Line = walk.Line, attributes = Attributes(xml) };
        if (xml.IsEmptyElement)
        {
            return branch;
        }
        var text = "";
        while (walk.Step() && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                (branch.children ??= []).Add(Read(walk));
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                text += xml.Value;
                walk.Weigh(text.Length);
            }
        }
        branch.Text = text.Trim();
        return branch;
    }

    private static Dictionary<string, string> Attributes(XmlReader xml)
    {
        if (!xml.HasAttributes)
        {
            return NoAttributes;
        }
        var read = new Dictionary<string, string>(xml.AttributeCount);
        while (xml.MoveToNextAttribute())
        {
            read[xml.LocalName] = xml.Value;
        }
        xml.MoveToElement();
        return read;
    }
}
