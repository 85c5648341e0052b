using Microsoft.Extensions.DependencyInjection;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>The school's time: years, holidays, the bell, lessons, and what is otherwise on a day.</summary>
public static class TimetableFeature
{
    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddTimetable(this IServiceCollection services) => services
        .AddSingleton<FeatureStorage, TimetableStorage>().AddSingleton<Timetables>().AddSingleton<ChangesDoor>()
        .AddSingleton<ArrangeDay>().AddSingleton<ArrangeBell>().AddSingleton<GiveUsualBell>().AddSingleton<ArrangeYear>().AddSingleton<CloseDays>()
        .AddSingleton<PlanLesson>().AddSingleton<EndLesson>()
        .AddSingleton<CancelSession>().AddSingleton<MoveSession>().AddSingleton<AddSession>()
        .AddSingleton<SayTeacherAbsent>().AddSingleton<Substitute>().AddSingleton<TakeClassOut>().AddSingleton<WithdrawChange>().AddSingleton<ListChanges>().AddSingleton<ListLessons>().AddSingleton<ReadYear>();
}
