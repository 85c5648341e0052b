using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Preau.Foundation;

/// <summary>One entry of an establishment's log: a device's fact or an office act, kept for ever as it was received.</summary>
/// <remarks>Shape: append-only; <see cref="Position"/> rises without order of arrival of clocks; gaps may occur. Source: docs/decisions/0001.</remarks>
public sealed class Entry : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year, such as 2026 for 2026-2027; 0 outside any.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>The place in the establishment's log, from 1.</summary>
    public required long Position { get; init; }

    /// <summary>UUID v7 made by the writer; the same id again is the same fact.</summary>
    public required Guid Id { get; init; }

    /// <summary>What happened, such as <c>marked</c> or <c>pupils-imported</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The person; null when the program acted by itself.</summary>
    public Guid? Author { get; init; }

    /// <summary>The device; null for the office and the command line.</summary>
    public Guid? Device { get; init; }

    /// <summary>The sign-in under which a device's fact was made.</summary>
    public Guid? SignIn { get; init; }

    /// <summary>When the author says it happened, the device's clock corrected by the measured skew.</summary>
    public required Instant ClaimedAt { get; init; }

    /// <summary>When the server received it.</summary>
    public required Instant ReceivedAt { get; init; }

    /// <summary>What a reader should know of it: <see cref="EntryFlags"/>.</summary>
    public required EntryFlags Flags { get; init; }

    /// <summary>The author's rank when it was received, 0 to 7; 0 for what is not a fact.</summary>
    public short AuthorRank => Flags.AuthorRank;

    /// <summary>The exact bytes received (UTF-8 JSON): a signed chain cannot be built over re-serialised rows.</summary>
    public required byte[] Body { get; init; }
}

/// <summary>Marks on an entry that never refuse it.</summary>
[Flags]
public enum EntryFlags : short
{
    /// <summary>Nothing to say.</summary>
    None = 0,
    /// <summary>Received more than an hour after it was claimed.</summary>
    ReceivedLate = 1,
    /// <summary>The sign-in had ended or been revoked before it was received.</summary>
    AfterSignOut = 2,
    /// <summary>The author had not proved who they are when it was received: a name chosen offline on a classroom tablet.</summary>
    AuthorUnproven = 4,
    /// <summary>Bits 8 to 10: the author's rank at receipt, so that typed rows can be made again from the log alone.</summary>
    RankBits = 0x700,
}

/// <summary>The rank that stands among the flags.</summary>
public static class EntryRank
{
    extension(EntryFlags flags)
    {
        /// <summary>The author's rank at receipt.</summary>
        public short AuthorRank => (short)((int)(flags & EntryFlags.RankBits) >> 8);

        /// <summary>The same flags, with a rank of 0 to 7.</summary>
        public EntryFlags With(short rank) => (flags & ~EntryFlags.RankBits) | (EntryFlags)(rank << 8);
    }
}

/// <summary>An establishment's counters: bumped in the transaction that appends, so positions commit in order.</summary>
public sealed class Counter : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>The last position given.</summary>
    public long Position { get; set; }

    /// <summary>The last position that touched what a tablet's snapshot shows.</summary>
    public long Reference { get; set; }

    /// <summary>The last position that touched who may speak: memberships, devices, sign-ins.</summary>
    public long Access { get; set; }
}

/// <summary>What an office act changes for those who keep copies.</summary>
[Flags]
public enum Touches
{
    /// <summary>Only the log.</summary>
    Nothing = 0,
    /// <summary>What a tablet's snapshot shows.</summary>
    Reference = 1,
    /// <summary>Who may speak.</summary>
    Access = 2,
}

internal sealed class LogStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        var entry = model.Entity<Entry>().ToTable("entries").IsYearly();
        entry.HasKey(e => new { e.Establishment, e.SchoolYear, e.Position });
        entry.HasIndex(e => new { e.Establishment, e.SchoolYear, e.Id }).IsUnique();
        entry.Property(e => e.Kind).HasMaxLength(40);
        model.Entity<Counter>().ToTable("counters").HasKey(c => c.Establishment);
        model.Entity<Counter>().Property(c => c.Establishment).ValueGeneratedNever();
    }
}

/// <summary>The log's tables.</summary>
public static class LogTables
{
    extension(PreauDb db)
    {
        /// <summary>The log of the establishment.</summary>
        public DbSet<Entry> Entries => db.Set<Entry>();

        /// <summary>The establishment's counters, one row.</summary>
        public DbSet<Counter> Counters => db.Set<Counter>();
    }
}
