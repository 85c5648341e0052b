namespace Preau.Bench.Scene;

/// <summary>Names of pupils that nobody bears by intention: combined by number, as various as a school's, so that compression is not flattered.</summary>
internal static class Names
{
    private static readonly string[] family =
    [
        "MARTIN", "BERNARD", "THOMAS", "PETIT", "ROBERT", "RICHARD", "DURAND", "DUBOIS", "MOREAU", "LAURENT", "SIMON", "MICHEL", "LEFÈVRE", "LEROY", "ROUX", "DAVID", "BERTRAND",
        "MOREL", "FOURNIER", "GIRARD", "BONNET", "DUPONT", "LAMBERT", "FONTAINE", "ROUSSEAU", "VINCENT", "MULLER", "FAURE", "ANDRÉ", "MERCIER", "BLANC", "GUÉRIN", "BOYER", "GARNIER",
        "CHEVALIER", "FRANÇOIS", "LEGRAND", "GAUTHIER", "GARCIA", "PERRIN", "ROBIN", "CLÉMENT", "MORIN", "NICOLAS", "HENRY", "ROUSSEL", "MATHIEU", "GAUTIER", "MASSON", "MARCHAND",
        "DUVAL", "DENIS", "DUMONT", "MARIE", "LEMAIRE", "NOËL", "MEYER", "DUFOUR", "MEUNIER", "BRUN", "BLANCHARD", "GIRAUD", "JOLY", "RIVIÈRE", "LUCAS", "BRUNET", "GAILLARD", "BARBIER",
    ];
    private static readonly string[] first =
    [
        "Emma", "Gabriel", "Jade", "Léo", "Louise", "Raphaël", "Alice", "Louis", "Chloé", "Lucas", "Lina", "Adam", "Rose", "Arthur", "Léa", "Hugo", "Anna", "Jules", "Mila", "Maël", "Inès",
        "Ethan", "Ambre", "Paul", "Julia", "Nathan", "Mia", "Gabin", "Léna", "Sacha", "Juliette", "Noah", "Lou", "Tom", "Zoé", "Aaron", "Agathe", "Mohamed", "Iris", "Théo", "Nina", "Marius",
        "Éva", "Ayden", "Romane", "Martin", "Camille", "Nolan", "Sarah",
    ];

    /// <summary>Family name, first name.</summary>
    public static (string Family, string First) Of(int number) => (family[number * 31 % family.Length], first[number * 17 % first.Length]);
}
