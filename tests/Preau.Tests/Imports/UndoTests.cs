using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Families;
using Preau.Foundation;
using Preau.Imports;
using Preau.Imports.Planning;
using Preau.Imports.Reading;
using Preau.Pupils;
using Preau.Timetable;

namespace Preau.Tests.Imports;

/// <summary>What an undo takes back, on both engines, and what it keeps.</summary>
public sealed class UndoTests
{
    [Theory, OnBothEngines]
    public async Task A_leaver_is_dated_and_an_undo_brings_him_back(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Consistent);
        var ended = await school.Import(Fresh.Without("101002"));
        Assert.Equal(1, ended.Prepared!.Plan.Count(Subject.Pupils).Left);
        await using (var db = await school.Db())
        {
            var adele = await db.Pupils.SingleAsync(p => p.EleveId == "101002");
            Assert.Equal((60, ended.Prepared.Plan.On), (await db.Pupils.CountAsync(), adele.LeftOn!.Value));
            Assert.All(await db.GroupPupils.Where(m => m.Pupil == adele.Id).ToListAsync(), m => Assert.NotNull(m.Until));
        }
        var undone = await school.Undo();
        Assert.Equal((0, 3, 0), (undone.RemovedCount, undone.RestoredCount, undone.Kept.Count));
        await using var after = await school.Db();
        Assert.Equal(0, await after.Pupils.CountAsync(p => p.LeftOn != null));
        Assert.Equal(0, await after.GroupPupils.CountAsync(m => m.Until != null));
        Assert.False((await school.Import(Samples.Consistent)).Prepared!.Plan.DoesSomething);
    }

    [Theory, OnBothEngines]
    public async Task An_undo_leaves_an_empty_school_and_can_be_done_again(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Consistent);
        Assert.Equal(390, (await school.Undo()).RemovedCount);
        await using var db = await school.Db();
        Assert.Equal(0, await db.Pupils.CountAsync() + await db.Groups.CountAsync() + await db.Guardians.CountAsync() + await db.Guardianships.CountAsync());
        Assert.Equal("imports.nothing-to-undo", (await school.Town.Service<UndoImport>().Do(await school.Act())).Refusal?.Code);
        Assert.Equal(60, (await school.Import(Samples.Consistent)).Prepared!.Plan.Count(Subject.Pupils).New);
    }

    [Theory, OnBothEngines]
    public async Task What_was_changed_since_is_kept_and_listed(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Consistent);
        var act = await school.Act();
        Town.Must(await school.Town.Database.Write<Done>(act, async tx =>
        {
            (await tx.Db.Pupils.SingleAsync(p => p.EleveId == "101002")).FirstName = "Adélaïde";
            return Done.It;
        }));
        var undone = await school.Undo();
        Assert.Contains(undone.Kept, k => k is { Subject: Subject.Pupils, Why: "imports.kept.changed" });
        await using var db = await school.Db();
        Assert.Equal("Adélaïde", (await db.Pupils.SingleAsync()).FirstName);
    }

    [Theory, OnBothEngines]
    public async Task A_pupil_who_was_marked_is_kept_with_his_class(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Consistent);
        await using var db = await school.Db();
        var adele = await db.Pupils.SingleAsync(p => p.EleveId == "101002");
        var group = await db.Groups.SingleAsync(g => g.Code == "2NDE1");
        await school.TakeRoll(group.Id.Value, adele.Id.Value);
        var undone = await school.Undo();
        Assert.Contains(undone.Kept, k => k is { Subject: Subject.Pupils, Why: "imports.kept.used" } && k.Key.Id == adele.Id.Value);
        Assert.Equal(adele.Id, (await db.Pupils.SingleAsync()).Id);
        Assert.Contains(await db.Groups.Select(g => g.Code).ToListAsync(), code => code == "2NDE1");
        Assert.Equal(2, await db.GroupPupils.CountAsync());
    }

    [Theory, OnBothEngines]
    public async Task A_group_that_has_lessons_is_kept(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Consistent);
        await using var db = await school.Db();
        var group = await db.Groups.SingleAsync(g => g.Code == "2NDE1GR1");
        Town.Must(await school.Town.Service<PlanLesson>().Do(await school.Act(), new(2026, group.Id, "Physique", [], IsoDayOfWeek.Monday, new(8, 0), new(9, 0))));
        var undone = await school.Undo();
        Assert.Equal((389, Subject.Groups, "imports.kept.used"), (undone.RemovedCount, undone.Kept.Single().Subject, undone.Kept.Single().Why));
        Assert.Equal("2NDE1GR1", (await db.Groups.SingleAsync()).Code);
    }
}
