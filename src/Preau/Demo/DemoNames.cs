using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.Demo;

/// <summary>The classes of the demo schools.</summary>
internal static class DemoClasses
{
    /// <summary>A class to make.</summary>
    public sealed record Demo(string Code, string Label, int Count, int BornIn);

    private static readonly (string Code, string Label, int Age)[] levels = [("2NDE", "2nde", 15), ("1ERE", "1re", 16), ("TLE", "Tle", 17)];

    /// <summary>40 classes of 30: fourteen of seconde, thirteen of première and of terminale.</summary>
    public static IEnumerable<Demo> Lycee =>
        levels.SelectMany((level, i) => Enumerable.Range(1, i == 0 ? 14 : 13).Select(n => new Demo($"{level.Code}{n:00}", $"{level.Label} {n}", 30, level.Age)));

    /// <summary>16 classes of 25, from 6e to 3e.</summary>
    public static IEnumerable<Demo> College =>
        new[] { 6, 5, 4, 3 }.SelectMany(level => "ABCD".Select(letter => new Demo($"{level}{letter}", $"{level}e {letter}", 25, 17 - level)));
}

/// <summary>Names thrown by dice from lists of common ones: nobody real.</summary>
internal static class DemoNames
{
    private static readonly string[] girls =
    [
        "Adèle", "Aïcha", "Alice", "Ambre", "Anaïs", "Camille", "Chloé", "Clémence", "Élise", "Emma", "Fatou", "Inès", "Jade", "Jeanne", "Léa", "Lina",
        "Louise", "Lucie", "Maëlys", "Manon", "Mila", "Nour", "Océane", "Rose", "Salomé", "Sarah", "Sofia", "Yasmine", "Zoé", "Anne-Lise",
    ];

    private static readonly string[] boys =
    [
        "Adam", "Arthur", "Axel", "Clément", "Diego", "Élie", "Enzo", "Ethan", "Gabriel", "Hugo", "Ibrahim", "Jules", "Kévin", "Léo", "Liam", "Louis",
        "Lucas", "Maël", "Malo", "Mathis", "Nathan", "Noé", "Oscar", "Paul", "Raphaël", "Samy", "Théo", "Tom", "Yanis", "Jean-Baptiste",
    ];

    private static readonly string[] families =
    [
        "ARNAUD", "AUBERT", "BARON", "BENALI", "BERGER", "BLANC", "BONNET", "BOUVIER", "CARON", "CHEN", "CLÉMENT", "COLAS", "DA SILVA", "DE LA TOUR",
        "DIALLO", "DUMAS", "DUPONT-LEROY", "D’ARTIGUES", "ÉVRARD", "FAURE", "FONTAINE", "GALLET", "GARCIA", "GAUTHIER", "GIRARD", "GUÉRIN", "HADDAD",
        "HENRY", "JOLY", "KONÉ", "LACROIX", "LAMBERT", "LE GALL", "LEFÈVRE", "LEROUX", "MARCHAL", "MARTIN", "MERCIER", "MOREAU", "MÜLLER", "NGUYEN",
        "NOËL", "OLIVIER", "PEREIRA", "PERRIN", "PICARD", "RENAUD", "ROUSSEL", "SANCHEZ", "SIMON", "TRAORÉ", "VIDAL", "WEBER", "YILMAZ", "ZIANE",
    ];

    /// <summary>An invented pupil.</summary>
    public static Pupil Pupil(EstablishmentId establishment, SchoolYear year, int age, Random dice)
    {
        var girl = dice.Next(2) == 0;
        var (family, first) = (families[dice.Next(families.Length)], (girl ? girls : boys)[dice.Next(30)]);
        return new Pupil
        {
            Establishment = establishment, SchoolYear = year.Year, Id = Id<Pupil>.New(), FamilyName = family, FirstName = first,
            SortKey = RegisterOrder.Key(family, first), BornOn = new LocalDate(year.From.Year - age, 1, 1).PlusDays(dice.Next(365)),
            Sex = (short)(girl ? 2 : 1), Regime = dice.Next(3) == 0 ? "10" : "21",
        };
    }
}
