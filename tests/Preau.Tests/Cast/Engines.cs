using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Preau.Tests.Cast;

/// <summary>One case per engine. The trait <c>engine=postgres</c> lets <c>./test fast</c> leave PostgreSQL out, visibly.</summary>
internal sealed class OnBothEnginesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([Row("sqlite"), Row("postgres")]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private static TheoryDataRow<string> Row(string engine)
    {
        var row = new TheoryDataRow<string>(engine);
        row.Traits["engine"] = [engine];
        return row;
    }
}
