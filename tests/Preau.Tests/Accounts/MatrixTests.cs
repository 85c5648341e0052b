using System.Reflection;
using System.Text;
using Preau.Accounts;
using Preau.Devices;
using Preau.Foundation;
using Preau.Imports;
using Preau.Imports.Reading;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Tests.Accounts;

/// <summary>Verb × level × own or foreign establishment: every cell executed, the whole table approved (matrix.approved.txt).</summary>
public class MatrixTests
{
    /// <summary>What each verb is asked; a verb that declares levels and stands not here fails the test.</summary>
    private static readonly Dictionary<string, Func<School, Act, Task<Refusal?>>> verbs = new()
    {
        [nameof(OpenEstablishment)] = async (school, act) => (await school.Town.Service<OpenEstablishment>().Do(act.Who,
            new($"M{Guid.CreateVersion7():N}"[..18].ToUpperInvariant(), "Matrice", EstablishmentKind.School, null, "Europe/Paris", 2026, new(2026, 9, 1), new(2027, 7, 4)), "test")).Refusal,
        [nameof(AddPerson)] = async (school, act) => (await school.Town.Service<AddPerson>().Do(act,
            new($"m{Guid.CreateVersion7():N}"[..20], "Matrice", null, Level.Teacher))).Refusal,
        [nameof(RevokeDevice)] = async (school, act) => (await school.Town.Service<RevokeDevice>().Do(act, new Id<Device>(await NewDevice(school)))).Refusal,
        [nameof(OneTimeLinks)] = async (school, act) => (await school.Town.Service<OneTimeLinks>().ForPassword(act, await school.Employ(school.MrBernard))).Refusal,
        [nameof(CorrectMark)] = async (school, act) => (await school.Town.Service<CorrectMark>().Do(act,
            new(new(school.Today, new(8, 0), new(8, 55), school.Class, null), school.Pupils[0], "A", null, []))).Refusal,
        [nameof(ReadRoll)] = async (school, act) => (await school.Town.Service<ReadRoll>().Do(act, new(school.Class), school.Today, new(8, 0))).Refusal,
        [nameof(ReadClassDay)] = async (school, act) => (await school.Town.Service<ReadClassDay>().Do(act, new(school.Class), school.Today)).Refusal,
        [nameof(ListDevices)] = async (school, act) => (await school.Town.Service<ListDevices>().Do(act)).Refusal,
        [nameof(InviteTablet)] = async (school, act) => (await school.Town.Service<InviteTablet>().Do(act, new("Tablette 204", "204"))).Refusal,
        [nameof(SetPersonCode)] = async (school, act) => (await school.Town.Service<SetPersonCode>().Do(act, await school.Employ(school.MrBernard), "4815")).Refusal,
        [nameof(ArrangeDevices)] = async (school, act) => (await school.Town.Service<ArrangeDevices>().Do(act, 30)).Refusal,
        [nameof(SetMinimumVersion)] = async (school, act) => (await school.Town.Service<SetMinimumVersion>().Do(act, null, null)).Refusal,
        [nameof(ListPeople)] = async (school, act) => (await school.Town.Service<ListPeople>().Do(act)).Refusal,
        [nameof(ListEstablishments)] = async (school, act) => (await school.Town.Service<ListEstablishments>().Do(act)).Refusal,
        [nameof(SetReload)] = async (school, act) => (await school.Town.Service<SetReload>().Do(act, await school.Employ(school.MrBernard), 60)).Refusal,
        [nameof(SetHotline)] = async (school, act) => (await school.Town.Service<SetHotline>().Do(act, "7777")).Refusal,
        [nameof(LockPerson)] = async (school, act) => (await school.Town.Service<LockPerson>().Do(act, await school.Employ(school.MrBernard), true)).Refusal,
        [nameof(GiveLevel)] = async (school, act) => (await school.Town.Service<GiveLevel>().Do(act, await school.Employ(school.MrBernard), Level.Nurse)).Refusal,
        [nameof(TakeLevel)] = async (school, act) => (await school.Town.Service<TakeLevel>().Do(act, await school.Employ(school.MrBernard), Level.Nurse)).Refusal,
        [nameof(GiveUsualBell)] = async (school, act) => (await school.Town.Service<GiveUsualBell>().Do(act)).Refusal,
        [nameof(OpenForImport)] = async (school, act) => (await school.Town.Service<OpenForImport>().Do(act.Who,
            $"I{Guid.CreateVersion7():N}"[..18].ToUpperInvariant(), new ReadSchool(), 2026)).Refusal,
        [nameof(PrepareImport)] = async (school, act) => (await school.Town.Service<PrepareImport>().Do(act, new ReadSchool(), school.Year)).Refusal,
        [nameof(ApplyImport)] = async (school, act) => (await school.Town.Service<ApplyImport>().Do(act, await Plan(school), ["x.csv"])).Refusal,
        [nameof(RunImport)] = async (school, act) => Code((await school.Town.Service<RunImport>().Do(act.Who,
            new(school.Code, [GivenFile.Holding("liste.csv", "nom;prénom;classe\nEXEMPLE;Zoé;2NDE4\n"u8.ToArray())], false, school.Year, true, new ReadingOptions()))).Refused),
        [nameof(UndoImport)] = async (school, act) => (await school.Town.Service<UndoImport>().Do(act)).Refusal,
    };

    private static readonly Dictionary<string, Func<School, Act, Task<Refusal?>>> every = verbs.Concat(DayMatrix.Verbs).ToDictionary();

    private static async Task<PrepareImport.Prepared> Plan(School school) => Town.Must(await school.Town.Service<PrepareImport>().Do(
        new Act(null, school.Id, null, school.Town.Now, "test"), new ReadSchool(), school.Year));

    [Fact]
    public void Every_verb_that_declares_levels_stands_in_the_matrix()
    {
        var declaring = typeof(PreauFeatures).Assembly.GetTypes().Where(t => t.GetField("AllowedTo", BindingFlags.Public | BindingFlags.Static) is not null).Select(t => t.Name);
        Assert.DoesNotContain(declaring, name => !every.ContainsKey(name));
    }

    [Theory, OnBothEngines]
    public async Task The_matrix_is_as_approved(string engine)
    {
        var town = await Town.On(engine);
        var (school, foreign) = (await town.Open(2), await town.Open(2));
        var table = new StringBuilder();
        var people = new Dictionary<Level, Guid>();
        foreach (var level in Enum.GetValues<Level>())
        {
            people[level] = await town.Hire(school.Id, $"x-{level}-{school.Code}".ToLowerInvariant(), level);
        }
        foreach (var (name, verb) in every.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            foreach (var level in Enum.GetValues<Level>())
            {
                var person = people[level];
                var own = await verb(school, new Act(person, school.Id, null, town.Now, "test"));
                var elsewhere = await verb(foreign, new Act(person, foreign.Id, null, town.Now, "test"));
                table.AppendLine($"{name,-20} {level.Word,-14} own {Said(own),-24} foreign {Said(elsewhere)}");
            }
            var nobody = await verb(school, new Act(Guid.CreateVersion7(), school.Id, null, town.Now, "test"));
            table.AppendLine($"{name,-20} {"(nobody)",-14} own {Said(nobody)}");
        }
        var approved = Path.Combine(Repository.Root, "tests", "Preau.Tests", "Accounts", "matrix.approved.txt");
        Approved.Check(approved, table.ToString());
    }

    private static Refusal? Code(Remark? remark) => remark?.Reason;

    private static string Said(Refusal? refusal) => refusal?.Code ?? "allowed";

    private static async Task<Guid> NewDevice(School school) => (await school.TabletOf(school.MrsMartin)).Device;
}
