using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Accounts;

internal sealed class AccountsStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        Establishments(model);
        People(model);
        var link = model.Entity<OneTimeLink>().ToTable("one_time_links");
        link.HasKey(l => l.Hash);
    }

    private static void Establishments(ModelBuilder model)
    {
        var establishment = model.Entity<Establishment>().ToTable("establishments");
        establishment.HasKey(e => e.Id);
        establishment.Property(e => e.Id).ValueGeneratedNever();
        establishment.HasIndex(e => e.Code).IsUnique();
        model.Entity<SchoolYear>().ToTable("school_years").HasKey(y => new { y.Establishment, y.Year });
        var membership = model.Entity<Membership>().ToTable("memberships");
        membership.HasKey(m => new { m.Establishment, m.Person, m.Level });
        membership.HasIndex(m => m.Person);
    }

    /// <summary>Identity's own tables, so that its stores work: passwords, lockout and second factors are not written by hand.</summary>
    private static void People(ModelBuilder model)
    {
        var person = model.Entity<Person>().ToTable("people");
        person.Property(p => p.Id).ValueGeneratedNever();
        person.HasIndex(p => p.NormalizedUserName).IsUnique();
        person.HasIndex(p => p.NormalizedEmail);
        person.Property(p => p.ConcurrencyStamp).IsConcurrencyToken();
        model.Entity<IdentityUserClaim<Guid>>().ToTable("person_claims").HasKey(c => c.Id);
        model.Entity<IdentityUserLogin<Guid>>().ToTable("person_logins").HasKey(l => new { l.LoginProvider, l.ProviderKey });
        model.Entity<IdentityUserToken<Guid>>().ToTable("person_tokens").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
    }
}

/// <summary>The tables of accounts.</summary>
public static class AccountsTables
{
    extension(PreauDb db)
    {
        /// <summary>All establishments of the platform.</summary>
        public DbSet<Establishment> Establishments => db.Set<Establishment>();

        /// <summary>The school years of the establishment.</summary>
        public DbSet<SchoolYear> SchoolYears => db.Set<SchoolYear>();

        /// <summary>All people of the platform.</summary>
        public DbSet<Person> People => db.Set<Person>();

        /// <summary>All memberships of the platform.</summary>
        public DbSet<Membership> Memberships => db.Set<Membership>();

        internal DbSet<OneTimeLink> OneTimeLinks => db.Set<OneTimeLink>();
    }
}
