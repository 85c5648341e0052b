using System.Collections.Immutable;
using System.Text;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>Decides who a teacher of the files is: by the number that STS gave, then by name among the colleagues, else a new account without a password.</summary>
internal sealed class PlanTeachers(KnownTimetable known, PlanningOptions options)
{
    private readonly List<Remark> notices = [];
    private readonly HashSet<string> given = [];
    private readonly HashSet<Guid> matched = [];

    public IReadOnlyList<Remark> Notices => notices;

    public ImmutableArray<PlannedTeacher> Plan(ImmutableArray<ReadTeacher> teachers)
    {
        var byNumber = known.Colleagues.Where(c => c.Number is not null).ToDictionary(c => c.Number!);
        var numbered = teachers.Select(t => byNumber.GetValueOrDefault(t.Key)).OfType<KnownColleague>().Select(c => c.Person).ToHashSet();
        return [.. teachers.Select(teacher => byNumber.TryGetValue(teacher.Key, out var one) ? Known(teacher, one) : ByName(teacher, numbered)).OfType<PlannedTeacher>()];
    }

    private PlannedTeacher Known(ReadTeacher teacher, KnownColleague one)
    {
        matched.Add(one.Person);
        return new(one.Teaches && one.Number == teacher.Key ? Outcome.Unchanged : Outcome.Changed, one.Person, teacher, null);
    }

    private PlannedTeacher? ByName(ReadTeacher teacher, HashSet<Guid> numbered)
    {
        string[] names = [Folded.Of($"{teacher.FirstName} {teacher.FamilyName}"), Folded.Of($"{teacher.FamilyName} {teacher.FirstName}")];
        var same = known.Colleagues.Where(c => c.Number is null && !numbered.Contains(c.Person) && !matched.Contains(c.Person) && names.Contains(Folded.Of(c.DisplayName))).ToList();
        if (same.Count == 1)
        {
            return Known(teacher, same[0]);
        }
        if (same.Count == 0)
        {
            return new(Outcome.New, options.NewId(), teacher, Named(teacher));
        }
        notices.Add(new Remark(Subject.Teachers, teacher.Where, new Refusal("imports.notice.homonyms", 409, same.Count)));
        return null;
    }

    /// <summary>«prenom.nom», with a number when somebody of the platform has it.</summary>
    private string Named(ReadTeacher teacher)
    {
        var stem = Stem(teacher);
        for (var n = 1; ; n++)
        {
            var name = n == 1 ? stem : FormattableString.Invariant($"{stem}{n}");
            if (!known.TakenNames.Contains(name.ToUpperInvariant()) && given.Add(name))
            {
                return name;
            }
        }
    }

    /// <summary>The first part of a teacher's user name: small letters without accents, at most 50.</summary>
    public static string Stem(ReadTeacher teacher)
    {
        var stem = new StringBuilder();
        foreach (var c in $"{Folded.Of(teacher.FirstName)}.{Folded.Of(teacher.FamilyName)}")
        {
            stem.Append(c is >= 'a' and <= 'z' or >= '0' and <= '9' or '.' ? c : c == ' ' ? '-' : null);
        }
        return stem.Length > 50 ? stem.ToString(0, 50) : stem.Length > 2 ? stem.ToString() : "professeur";
    }
}
