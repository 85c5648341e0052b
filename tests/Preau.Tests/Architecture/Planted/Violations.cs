namespace Preau.Tests.Architecture.Planted.Billing
{
    /// <summary>Bait for the direction test.</summary>
    internal sealed class Invoice
    {
        public int Cents { get; init; }
    }
}

namespace Preau.Tests.Architecture.Planted.RollCall
{
    /// <summary>Bait: the roll call must not know billing.</summary>
    internal sealed class KnowsBilling
    {
        public Billing.Invoice? Invoice { get; init; }
    }
}
