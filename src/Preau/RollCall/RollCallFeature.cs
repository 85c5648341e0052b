using Microsoft.Extensions.DependencyInjection;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>The roll call: marks, rolls, their rules and their fold.</summary>
public static class RollCallFeature
{
    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddRollCall(this IServiceCollection services) => services
        .AddSingleton<FeatureStorage, RollCallStorage>().AddSingleton<FactRows, MarkRows>().AddSingleton<FactRows, RollRows>()
        .AddSingleton<Rosters>().AddSingleton<Boards>().AddSingleton<DayPlans>()
        .AddSingleton<KnownDoor>().AddSingleton<AnnounceAbsence>().AddSingleton<ExemptPupil>().AddSingleton<PlacePupils>().AddSingleton<WithdrawKnown>().AddSingleton<ListKnown>()
        .AddSingleton<DefineKind>().AddSingleton<HideKind>().AddSingleton<MarkArrival>().AddSingleton<ReadPermanence>().AddSingleton<ReadRegister>()
        .AddSingleton<AskReturn>().AddSingleton<SettleReturn>().AddSingleton<ReadReturns>().AddSingleton<GiveExitRight>().AddSingleton<AskGate>()
        .AddSingleton<CallRoll>().AddSingleton<ReadFireList>().AddSingleton<CorrectMark>().AddSingleton<ReadRoll>().AddSingleton<ReadDay>().AddSingleton<ReadPupil>().AddSingleton<ListKinds>().AddSingleton<ReadClassDay>();
}
