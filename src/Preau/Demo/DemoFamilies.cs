using Preau.Accounts;
using Preau.Families;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.Demo;

/// <summary>Two parents for each invented pupil, with numbers that nobody has.</summary>
internal static class DemoFamilies
{
    private static readonly string[] mothers = ["Amina", "Caroline", "Delphine", "Fatima", "Isabelle", "Laure", "Mei", "Nadia", "Sandrine", "Sylvie"];
    private static readonly string[] fathers = ["Alain", "Bruno", "Christophe", "Farid", "Jérôme", "Karim", "Laurent", "Olivier", "Stéphane", "Wei"];

    /// <summary>The rows of a pupil's parents. Numbers: 06 39 98 xx xx, which the regulator keeps for fiction (ARCEP, décision 2012-0856).</summary>
    public static IEnumerable<object> Of(Pupil pupil, SchoolYear year, Random dice)
    {
        foreach (var (relation, names, level) in new[] { ("mother", mothers, (short)1), ("father", fathers, (short)2) })
        {
            var guardian = new Guardian
            {
                Establishment = pupil.Establishment, SchoolYear = year.Year, Id = Id<Guardian>.New(), FamilyName = pupil.FamilyName, FirstName = names[dice.Next(names.Length)],
                Civility = relation == "mother" ? "MME" : "M.", MobilePhone = $"063998{dice.Next(10_000):0000}",
            };
            yield return guardian;
            yield return new Guardianship
            {
                Establishment = pupil.Establishment, SchoolYear = year.Year, Guardian = guardian.Id, Pupil = pupil.Id, From = year.From, Relation = relation, Level = level,
                FirstContact = level == 1, LivesWith = true,
            };
        }
    }
}
