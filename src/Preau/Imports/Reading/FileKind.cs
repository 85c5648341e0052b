namespace Preau.Imports.Reading;

/// <summary>What a file is, by its content.</summary>
internal enum FileKind
{
    SieclePupils,
    SiecleGuardians,
    SiecleNomenclatures,
    SiecleStructures,
    SiecleCommons,
    /// <summary>STS: of it only the school's name and the year's dates are read here.</summary>
    Timetable,
    CsvPupils,
    GepiPupils,
    GepiClasses,
}
