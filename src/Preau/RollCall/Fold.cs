namespace Preau.RollCall;

/// <summary>What the fold needs of a mark.</summary>
/// <param name="Position">Place in the log; <see cref="long.MaxValue"/> for one not sent yet.</param>
public readonly record struct FoldedMark(string Id, string Author, int Rank, string Kind, int? Minutes, long Position, IReadOnlyCollection<string> Replaces);

/// <summary>What is shown of a pupil in a roll.</summary>
/// <param name="Shown">The mark that speaks; null when nobody said anything.</param>
/// <param name="Disputed">Two people of equal rank say different things: both are kept, both are told, one tap settles it.</param>
/// <param name="Others">The other marks of the dispute; empty unless disputed.</param>
public sealed record FoldResult(FoldedMark? Shown, bool Disputed, IReadOnlyList<FoldedMark> Others);

/// <summary>Folds the marks of one pupil in one roll; the same in the browser (<c>tablet/fold.js</c>), proved by spec/rollcall/conflicts.json.</summary>
public static class Fold
{
    /// <summary>Folds stored marks of one pupil in one roll.</summary>
    public static FoldResult Of(IEnumerable<Mark> marks) => Of([.. marks.Select(m => new FoldedMark(
        m.Id.ToString(), m.Author.ToString(), m.Rank, m.Kind, m.Minutes, m.Position, [.. m.Replaced.Select(id => id.ToString())]))]);

    private static readonly FoldResult nothing = new(null, false, []);

    /// <summary>Replacement first, then rank, then position; never the order of arrival or a device's clock alone. Rank 0 is a name chosen without proof: it is not the word of whoever has proved it, and replaces nothing that was proved.</summary>
    /// <remarks>Shape: pure, total; the order of the marks does not matter.</remarks>
    public static FoldResult Of(IReadOnlyCollection<FoldedMark> marks)
    {
        if (marks.Count == 0)
        {
            return nothing;
        }
        var (proved, claimed) = (Replaced(marks.Where(mark => mark.Rank > 0)), Replaced(marks.Where(mark => mark.Rank == 0)));
        var standing = marks.Where(mark => !proved.Contains(mark.Id) && !(mark.Rank == 0 && claimed.Contains(mark.Id))).ToList();
        // Two marks that replace each other would leave nobody: then nobody is replaced.
        var latest = (standing.Count > 0 ? standing : [.. marks]).GroupBy(mark => (mark.Author, mark.Rank > 0)).Select(own => own.MaxBy(mark => (mark.Position, mark.Id)));
        var top = latest.GroupBy(mark => mark.Rank).MaxBy(rank => rank.Key)!.OrderBy(mark => mark.Position).ThenBy(mark => mark.Id, StringComparer.Ordinal).ToList();
        if (top.All(mark => mark.Kind == top[0].Kind && mark.Minutes == top[0].Minutes))
        {
            return new(top[0], false, []);
        }
        return new(top[^1], true, top[..^1]);
    }

    private static HashSet<string> Replaced(IEnumerable<FoldedMark> by) => [.. by.SelectMany(mark => mark.Replaces)];
}
