using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Preau.Tests.Architecture;

/// <summary>Who may use whom. The diagram of ARCHITECTURE.md is this table.</summary>
public partial class Direction
{
    private static readonly Dictionary<string, string[]> allowed = new()
    {
        ["Foundation"] = [],
        ["Accounts"] = [],
        ["Backup"] = [],
        ["Devices"] = ["Accounts"],
        ["Pupils"] = ["Accounts"],
        ["Classes"] = ["Pupils"],
        ["Families"] = ["Pupils", "Accounts"],
        ["Timetable"] = ["Accounts", "Classes", "Pupils"],
        ["RollCall"] = ["Pupils", "Classes", "Timetable", "Accounts", "Devices"],
        ["Seating"] = ["RollCall", "Accounts", "Classes"],
        ["Imports"] = ["Accounts", "Pupils", "Classes", "Families", "Timetable", "RollCall"],
        ["Sync"] = ["RollCall", "Seating", "Devices", "Classes", "Pupils", "Timetable", "Accounts"],
        ["Office"] = ["Devices", "Imports", "RollCall", "Classes", "Pupils", "Families", "Timetable", "Support", "Accounts"],
        ["Support"] = ["Devices", "Accounts"],
        ["Demo"] = ["Accounts", "Classes", "Pupils", "Families", "Timetable"],
    };

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> product = new(() => new ArchLoader().LoadAssemblies(typeof(PreauFeatures).Assembly).Build());

    [Fact]
    public void Features_use_only_what_the_table_allows() => Assert.Empty(Undeclared(product.Value, "Preau", allowed));

    [Fact]
    public void The_table_allows_nothing_that_nobody_uses()
    {
        var used = Edges(product.Value, "Preau").ToHashSet();
        var idle = allowed.SelectMany(row => row.Value.Select(to => (From: row.Key, To: to))).Where(edge => !used.Contains(edge));
        Assert.Empty(idle);
    }

    [Fact]
    public void Every_feature_stands_in_the_table()
    {
        var features = Directory.GetDirectories(Path.Combine(Repository.Root, "src", "Preau")).Select(Path.GetFileName).Where(f => f is not ("bin" or "obj"));
        Assert.Equal(features.Order(), allowed.Keys.Order());
    }

    [Fact]
    public void The_table_has_no_cycle()
    {
        void Walk(string feature, IReadOnlyList<string> path)
        {
            Assert.DoesNotContain(feature, path);
            foreach (var next in allowed[feature])
            {
                Walk(next, [.. path, feature]);
            }
        }
        allowed.Keys.ToList().ForEach(feature => Walk(feature, []));
    }

    /// <summary>The rule bites: a violation that was planted for it is reported.</summary>
    [Fact]
    public void A_planted_violation_is_reported()
    {
        var planted = new ArchLoader().LoadAssemblies(typeof(Direction).Assembly).Build();
        var table = new Dictionary<string, string[]> { ["RollCall"] = [], ["Billing"] = ["RollCall"] };
        Assert.Equal(["RollCall → Billing"], Undeclared(planted, "Preau.Tests.Architecture.Planted", table));
    }

    private static List<string> Undeclared(ArchUnitNET.Domain.Architecture architecture, string root, Dictionary<string, string[]> table) =>
        [.. Edges(architecture, root).Where(edge => edge.To != "Foundation" && !table.GetValueOrDefault(edge.From, []).Contains(edge.To))
            .Select(edge => $"{edge.From} → {edge.To}").Distinct().Order()];

    private static IEnumerable<(string From, string To)> Edges(ArchUnitNET.Domain.Architecture architecture, string root)
    {
        var prefix = new Regex($"^{Regex.Escape(root)}\\.(?<feature>[A-Za-z]+)(\\.|$)");
        string? Feature(IType type) => prefix.Match(type.Namespace?.FullName ?? "") is { Success: true } match ? match.Groups["feature"].Value : null;
        // The migrations name every table; PreauFeatures stands in the root namespace and names every feature.
        return architecture.Types.Where(type => !(type.Namespace?.FullName ?? "").Contains("Migrations"))
            .SelectMany(type => type.Dependencies.Select(d => (From: Feature(type), To: Feature(d.Target))))
            .Where(edge => edge.From is not null && edge.To is not null && edge.From != edge.To).Select(edge => (edge.From!, edge.To!)).Distinct();
    }
}
