using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>Keeps what is to be said about lines, bounded: past the limit remarks are counted, not kept.</summary>
internal sealed class Ledger(ReadingLimits limits)
{
    private readonly List<Remark> notices = [];
    private readonly List<Remark> refused = [];
    private int unsaid;

    public IReadOnlyList<Remark> Notices => notices;
    public IReadOnlyList<Remark> Refused => refused;

    /// <summary>Says something that was tolerated, skipped or guessed.</summary>
    public void Notice(Subject subject, Source where, string code, params object[] arguments) =>
        Keep(notices, new Remark(subject, where, Refusal.Malformed(code, arguments)));

    /// <summary>Refuses one line or element; the file goes on.</summary>
    public void Refuse(Subject subject, Source where, string code, params object[] arguments)
    {
        if (refused.Count >= limits.Remarks)
        {
            throw new UnreadableFile(where, Refusal.Malformed("imports.too-many-refused", where.File, limits.Remarks));
        }
        refused.Add(new Remark(subject, where, Refusal.Malformed(code, arguments)));
    }

    private void Keep(List<Remark> list, Remark remark)
    {
        if (list.Count < limits.Remarks)
        {
            list.Add(remark);
        }
        else if (++unsaid == 1)
        {
            list.Add(new Remark(Subject.School, remark.Where, Refusal.Malformed("imports.notice.more")));
        }
    }
}
