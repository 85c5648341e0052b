namespace Preau.Imports.Reading;

/// <summary>What a file is, by its content.</summary>
internal enum FileKind
{
    SieclePupils,
    SiecleGuardians,
    SiecleNomenclatures,
    SiecleStructures,
    SiecleCommons,
    /// <summary>STS_EDT, from the ministry to the timetable tool: teachers, subjects, services, structures; no hours.</summary>
    StsDown,
    /// <summary>EDT_STS, from the timetable tool to the ministry: the same, with alternations, rooms and lessons.</summary>
    StsUp,
    CsvPupils,
    GepiPupils,
    GepiClasses,
}
