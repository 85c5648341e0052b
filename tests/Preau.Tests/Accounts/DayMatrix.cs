using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Families;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Support;
using Preau.Timetable;

namespace Preau.Tests.Accounts;

/// <summary>What the verbs of the school's day are asked in the matrix. Things that do not exist are named: the answer after the level is stable.</summary>
internal static class DayMatrix
{
    private static readonly LocalDate noYear = new(1999, 1, 4);

    public static readonly Dictionary<string, Func<School, Act, Task<Refusal?>>> Verbs = new()
    {
        [nameof(ArrangeDay)] = async (s, act) => (await s.Town.Service<ArrangeDay>().Do(act, new(1999, [], new(12, 0)))).Refusal,
        [nameof(ArrangeBell)] = async (s, act) => (await s.Town.Service<ArrangeBell>().Do(act, new(1999, null, []))).Refusal,
        [nameof(ArrangeYear)] = async (s, act) => (await s.Town.Service<ArrangeYear>().Terms(act, 1999, [])).Refusal,
        [nameof(CloseDays)] = async (s, act) => (await s.Town.Service<CloseDays>().Do(act, [])).Refusal,
        [nameof(PlanLesson)] = async (s, act) => (await s.Town.Service<PlanLesson>().Do(act, new(1999, new(s.Class), "x", [], IsoDayOfWeek.Monday, new(8, 0), new(9, 0)))).Refusal,
        [nameof(EndLesson)] = async (s, act) => (await s.Town.Service<EndLesson>().Do(act, Id<Lesson>.New(), s.Today)).Refusal,
        [nameof(ChangesDoor)] = async (s, act) => (await s.Town.Service<CancelSession>().Do(act, new(Id<Lesson>.New(), noYear))).Refusal,
        [nameof(CancelSession)] = async (s, act) => (await s.Town.Service<CancelSession>().Do(act, new(Id<Lesson>.New(), noYear))).Refusal,
        [nameof(MoveSession)] = async (s, act) => (await s.Town.Service<MoveSession>().Do(act, new(Id<Lesson>.New(), noYear, noYear, new(8, 0), new(9, 0)))).Refusal,
        [nameof(AddSession)] = async (s, act) => (await s.Town.Service<AddSession>().Do(act, new(new Id<Group>(s.Class), noYear, new(8, 0), new(9, 0), "x"))).Refusal,
        [nameof(SayTeacherAbsent)] = async (s, act) => (await s.Town.Service<SayTeacherAbsent>().Do(act, new(Guid.CreateVersion7(), noYear, noYear.PlusDays(1)))).Refusal,
        [nameof(Substitute)] = async (s, act) => (await s.Town.Service<Substitute>().Do(act, new(Id<Lesson>.New(), noYear, noYear.PlusDays(1), Guid.CreateVersion7()))).Refusal,
        [nameof(TakeClassOut)] = async (s, act) => (await s.Town.Service<TakeClassOut>().Do(act, new(new Id<Group>(s.Class), noYear, noYear.PlusDays(1), OutReason.Exam))).Refusal,
        [nameof(WithdrawChange)] = async (s, act) => (await s.Town.Service<WithdrawChange>().Do(act, Id<TimetableChange>.New())).Refusal,
        [nameof(KnownDoor)] = async (s, act) => (await s.Town.Service<AnnounceAbsence>().Do(act, new(Id<Pupil>.New(), s.Today))).Refusal,
        [nameof(AnnounceAbsence)] = async (s, act) => (await s.Town.Service<AnnounceAbsence>().Do(act, new(new Id<Pupil>(s.Pupils[0]), s.Today))).Refusal,
        [nameof(ExemptPupil)] = async (s, act) => (await s.Town.Service<ExemptPupil>().Do(act, new(new Id<Pupil>(s.Pupils[0]), true, s.Today, s.Today.PlusDays(9)))).Refusal,
        [nameof(PlacePupils)] = async (s, act) => (await s.Town.Service<PlacePupils>().Do(act, new([new Id<Pupil>(s.Pupils[0])], "ST", s.Today, s.Today.PlusDays(9)))).Refusal,
        [nameof(WithdrawKnown)] = async (s, act) => (await s.Town.Service<WithdrawKnown>().Do(act, Id<KnownAbsence>.New())).Refusal,
        [nameof(ListKnown)] = async (s, act) => (await s.Town.Service<ListKnown>().Do(act, s.Today, s.Today.PlusDays(1))).Refusal,
        [nameof(ReadFamily)] = async (s, act) => (await s.Town.Service<ReadFamily>().Do(act, new Id<Pupil>(s.Pupils[0]), s.Today)).Refusal,
        [nameof(ReadPupil)] = async (s, act) => (await s.Town.Service<ReadPupil>().Do(act, new Id<Pupil>(s.Pupils[0]), s.Today)).Refusal,
        [nameof(ListKinds)] = async (s, act) => (await s.Town.Service<ListKinds>().Do(act, s.Year)).Refusal,
        [nameof(ListLessons)] = async (s, act) => (await s.Town.Service<ListLessons>().Do(act, new(s.Class), s.Today)).Refusal,
        [nameof(ReadYear)] = async (s, act) => (await s.Town.Service<ReadYear>().Do(act, s.Today)).Refusal,
        [nameof(ReadDay)] = async (s, act) => (await s.Town.Service<ReadDay>().Do(act, s.Today)).Refusal,
        [nameof(ListChanges)] = async (s, act) => (await s.Town.Service<ListChanges>().Do(act, s.Today, s.Today.PlusDays(1))).Refusal,
        [nameof(DefineKind)] = async (s, act) => (await s.Town.Service<DefineKind>().Do(act, new(s.Year, "ZZ", "Essai", false, true, false, false, Level.Teacher, false, false, true))).Refusal,
        [nameof(HideKind)] = async (s, act) => (await s.Town.Service<HideKind>().Do(act, s.Year, "A", true)).Refusal,
        [nameof(MarkArrival)] = async (s, act) => (await s.Town.Service<MarkArrival>().Do(act, Id<Pupil>.New())).Refusal,
        [nameof(ReadPermanence)] = async (s, act) => (await s.Town.Service<ReadPermanence>().Do(act, s.Today, new(8, 0), new(9, 0))).Refusal,
        [nameof(AskReturn)] = async (s, act) => (await s.Town.Service<AskReturn>().Do(act, new([new Id<Pupil>(s.Pupils[0])], noYear))).Refusal,
        [nameof(SettleReturn)] = async (s, act) => (await s.Town.Service<SettleReturn>().Do(act, Id<ReturnSlip>.New())).Refusal,
        [nameof(ReadReturns)] = async (s, act) => (await s.Town.Service<ReadReturns>().Do(act, s.Today)).Refusal,
        [nameof(GiveExitRight)] = async (s, act) => (await s.Town.Service<GiveExitRight>().Do(act, new([new Id<Pupil>(s.Pupils[0])], ExitRegime.Free, noYear))).Refusal,
        [nameof(AskGate)] = async (s, act) => (await s.Town.Service<AskGate>().Do(act, Id<Pupil>.New())).Refusal,
        [nameof(ReadFireList)] = async (s, act) => (await s.Town.Service<ReadFireList>().Do(act)).Refusal,
        [nameof(CallRoll)] = async (s, act) => (await s.Town.Service<CallRoll>().Do(act, new(new(s.Today, new(8, 0), new(8, 55), s.Class, null), [], []))).Refusal,
        [nameof(ReadRegister)] = async (s, act) => (await s.Town.Service<ReadRegister>().Do(act, new(s.Class), s.Today)).Refusal,
        [nameof(KeepPhotos)] = async (s, act) => (await s.Town.Service<KeepPhotos>().Do(act, 1999, [])).Refusal,
        [nameof(DropPhotos)] = async (s, act) => (await s.Town.Service<DropPhotos>().Do(act, 1999, [])).Refusal,
        [nameof(ReportProblem)] = async (s, act) => (await s.Town.Service<ReportProblem>().Do(act, new(Guid.CreateVersion7(), "Objet", "Texte", "/e/x?q=1", "1"))).Refusal,
        [nameof(OwnProblems)] = async (s, act) => (await s.Town.Service<OwnProblems>().Do(act)).Refusal,
        [nameof(ListProblems)] = async (s, act) => (await s.Town.Service<ListProblems>().Do(act)).Refusal,
        [nameof(AnswerProblem)] = async (s, act) => (await s.Town.Service<AnswerProblem>().Do(act, Guid.CreateVersion7(), "ok", true)).Refusal,
    };
}
