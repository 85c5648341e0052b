using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>What the register tells of its rolls: who was called in which hour, and who called.</summary>
internal static class RegisterRolls
{
    /// <summary>Adds <see cref="Register.Called"/> and <see cref="Register.Signed"/>; rolls of groups count for the pupils whom they showed.</summary>
    public static async Task<Register> WithRolls(this Register register, PreauDb db, CancellationToken stop)
    {
        var (first, last, year) = (register.Days[0].On, register.Days[^1].On, register.Group.SchoolYear);
        var rolls = await db.Rolls.Where(r => r.SchoolYear == year && r.On >= first && r.On <= last).ToListAsync(stop);
        var ours = register.Lines.Select(line => line.Pupil.Id.Value).ToHashSet();
        var called = rolls.SelectMany(roll => register.Days.Where(day => day.On == roll.On).SelectMany(day => day.Hours.Where(hour => Due.IsIn(roll.Start, roll.End, hour.Start, hour.End)))
            .Select(hour => (roll, hour.Number, Shown: roll.ShownPupils.Where(ours.Contains).ToList()))).Where(at => at.Shown.Count > 0).ToList();
        var authors = called.Select(at => at.roll.ValidatedBy).Distinct().ToList();
        var names = await db.People.Where(p => authors.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, stop);
        return register with
        {
            Called = called.SelectMany(at => at.Shown.Select(pupil => (pupil, at.roll.On, at.Number))).ToHashSet(),
            Signed = called.GroupBy(at => (at.roll.On, at.Number))
                .ToDictionary(hour => hour.Key, hour => string.Join(", ", hour.Select(at => names.GetValueOrDefault(at.roll.ValidatedBy, "…")).Distinct())),
        };
    }
}
