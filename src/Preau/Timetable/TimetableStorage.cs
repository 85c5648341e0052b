using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Timetable;

internal sealed class TimetableStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        model.Entity<Period>().ToTable("periods").HasKey(p => new { p.Establishment, p.SchoolYear, p.Number });
        model.Entity<WeekdayPeriod>().ToTable("weekday_periods").HasKey(p => new { p.Establishment, p.SchoolYear, p.Weekday, p.Number });
        model.Entity<DaySettings>().ToTable("day_settings").HasKey(s => new { s.Establishment, s.SchoolYear });
        model.Entity<Closure>().ToTable("closures").HasKey(c => new { c.Establishment, c.SchoolYear, c.Id });
        model.Entity<Term>().ToTable("terms").HasKey(t => new { t.Establishment, t.SchoolYear, t.Number });
        var week = model.Entity<AlternationWeek>().ToTable("alternation_weeks");
        week.HasKey(w => new { w.Establishment, w.SchoolYear, w.Alternation, w.Monday });
        week.Property(w => w.Alternation).HasMaxLength(20);
        Lessons(model);
    }

    private static void Lessons(ModelBuilder model)
    {
        var lesson = model.Entity<Lesson>().ToTable("lessons");
        lesson.HasKey(l => new { l.Establishment, l.SchoolYear, l.Id });
        lesson.Property(l => l.Subject).HasMaxLength(80);
        var teacher = model.Entity<LessonTeacher>().ToTable("lesson_teachers");
        teacher.HasKey(t => new { t.Establishment, t.SchoolYear, t.Lesson, t.Person });
        var change = model.Entity<TimetableChange>().ToTable("timetable_changes");
        change.HasKey(c => new { c.Establishment, c.SchoolYear, c.Id });
        change.Property(c => c.Subject).HasMaxLength(80);
        TeacherNumber.Configure(model);
    }
}

/// <summary>The tables of the timetable.</summary>
public static class TimetableTables
{
    extension(PreauDb db)
    {
        /// <summary>The bell of the establishment, all its years.</summary>
        public DbSet<Period> Periods => db.Set<Period>();

        /// <summary>The bell of weekdays that ring otherwise.</summary>
        public DbSet<WeekdayPeriod> WeekdayPeriods => db.Set<WeekdayPeriod>();

        /// <summary>How the day works, one row per year.</summary>
        public DbSet<DaySettings> DaySettings => db.Set<DaySettings>();

        /// <summary>Holidays and closures.</summary>
        public DbSet<Closure> Closures => db.Set<Closure>();

        /// <summary>Terms.</summary>
        public DbSet<Term> Terms => db.Set<Term>();

        /// <summary>The weeks of each alternation.</summary>
        public DbSet<AlternationWeek> AlternationWeeks => db.Set<AlternationWeek>();

        /// <summary>The lessons of the establishment, all its years.</summary>
        public DbSet<Lesson> Lessons => db.Set<Lesson>();

        /// <summary>Who teaches which lesson.</summary>
        public DbSet<LessonTeacher> LessonTeachers => db.Set<LessonTeacher>();

        /// <summary>What STS knows colleagues by.</summary>
        public DbSet<TeacherNumber> TeacherNumbers => db.Set<TeacherNumber>();

        /// <summary>What is otherwise than the timetable says.</summary>
        public DbSet<TimetableChange> TimetableChanges => db.Set<TimetableChange>();
    }
}
