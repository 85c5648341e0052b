using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Preau.Accounts;
using Preau.Classes;

namespace Preau.Bench.Country;

/// <summary>Collèges and lycées by the thousand, made inside PostgreSQL: 30 classes of 17, a teacher and a tablet for each, as in France on average.</summary>
/// <remarks>Source: some 11,000 establishments, 330,000 classes, 5.6 million pupils (DEPP, Repères et références statistiques). Ids are digests of what they name.</remarks>
internal static class CountryLoad
{
    /// <summary>Classes of an establishment.</summary>
    public const int Classes = 30;

    /// <summary>Pupils of a class.</summary>
    public const int Pupils = 17;

    /// <summary>The one secret of all tablets.</summary>
    public const string Secret = "c2VjcmV0IG9mIGFsbCB0YWJsZXRzIG9mIHRoaXMgYmVuY2g=";

    private static readonly string[] statements =
    [
        "INSERT INTO establishments (id, code, kind, name, since, zone) SELECT e, 'PAYS-' || e, @school, 'Collège ' || e, now(), 'Europe/Paris' FROM generate_series(@from, @to) e",
        "INSERT INTO school_years (establishment, year, \"from\", until) SELECT e, 2026, '2026-09-01', '2027-08-31' FROM generate_series(@from, @to) e",
        "INSERT INTO periods (establishment, school_year, number, label, start, \"end\") SELECT e, 2026, n, 'M' || n, make_time(7 + n, 0, 0), make_time(7 + n, 55, 0) FROM generate_series(@from, @to) e, generate_series(1, 10) n",
        "INSERT INTO groups (establishment, school_year, id, code, kind, label) SELECT e, 2026, md5('g' || e || ':' || c)::uuid, 'C' || c, @class, 'Classe ' || c FROM generate_series(@from, @to) e, generate_series(0, @classes - 1) c",
        "INSERT INTO pupils (establishment, school_year, id, family_name, first_name, sort_key) SELECT e, 2026, md5('p' || e || ':' || n)::uuid, 'NOM ' || n, 'Prénom ' || e % 97, 'nom ' || n FROM generate_series(@from, @to) e, generate_series(0, @classes * @pupils - 1) n",
        "INSERT INTO group_pupils (establishment, school_year, \"group\", pupil, \"from\") SELECT e, 2026, md5('g' || e || ':' || n / @pupils)::uuid, md5('p' || e || ':' || n)::uuid, '2026-09-01' FROM generate_series(@from, @to) e, generate_series(0, @classes * @pupils - 1) n",
        "INSERT INTO people (id, access_failed_count, display_name, email_confirmed, lockout_enabled, normalized_user_name, phone_number_confirmed, reload_seconds, security_stamp, since, two_factor_enabled, user_name) SELECT md5('t' || e || ':' || c)::uuid, 0, 'M. PROF ' || c, false, true, 'P' || e || 'X' || c, false, 30, '0', now(), false, 'p' || e || 'x' || c FROM generate_series(@from, @to) e, generate_series(0, @classes - 1) c",
        "INSERT INTO memberships (establishment, person, level, since) SELECT e, md5('t' || e || ':' || c)::uuid, @teacher, now() FROM generate_series(@from, @to) e, generate_series(0, @classes - 1) c",
        "INSERT INTO devices (id, establishment, is_shared, name, secret_hash, since) SELECT md5('d' || e || ':' || c)::uuid, e, false, 'Tablette ' || c, @secret, now() FROM generate_series(@from, @to) e, generate_series(0, @classes - 1) c",
        "INSERT INTO device_sign_ins (establishment, id, device, person, since) SELECT e, md5('s' || e || ':' || c)::uuid, md5('d' || e || ':' || c)::uuid, md5('t' || e || ':' || c)::uuid, now() - interval '1 hour' FROM generate_series(@from, @to) e, generate_series(0, @classes - 1) c",
        "INSERT INTO device_sequences (device, confirmed, last) SELECT md5('d' || e || ':' || c)::uuid, 0, 0 FROM generate_series(@from, @to) e, generate_series(0, @classes - 1) c",
        "INSERT INTO counters (establishment, access, position, reference) SELECT e, 1, 1, 1 FROM generate_series(@from, @to) e",
    ];

    /// <summary>Adds the establishments of a range of numbers, both included, by slices of 500.</summary>
    public static void Add(string database, int from, int to)
    {
        using var connection = new NpgsqlConnection(database + ";Command Timeout=600");
        connection.Open();
        for (var first = from; first <= to; first += 500)
        {
            using var transaction = connection.BeginTransaction();
            foreach (var statement in statements)
            {
                using var command = new NpgsqlCommand(statement, connection, transaction);
                var values = new (string, object)[]
                {
                    ("from", first), ("to", Math.Min(to, first + 499)), ("classes", Classes), ("pupils", Pupils), ("school", (short)EstablishmentKind.School),
                    ("class", (short)GroupKind.Class), ("teacher", (short)Level.Teacher), ("secret", SHA256.HashData(Encoding.UTF8.GetBytes(Secret))),
                };
                foreach (var (name, value) in values.Where(v => statement.Contains('@' + v.Item1, StringComparison.Ordinal)))
                {
                    command.Parameters.AddWithValue(name, value);
                }
                command.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        // In service all this was done long ago: otherwise the first saves pay for it.
        foreach (var settle in (string[])["VACUUM ANALYZE", "CHECKPOINT"])
        {
            using var command = new NpgsqlCommand(settle, connection);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>The id of a thing: <c>g</c> class, <c>p</c> pupil, <c>t</c> teacher, <c>d</c> tablet, <c>s</c> stay.</summary>
    public static Guid Id(char what, int establishment, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{what}{establishment}:{number}");
#pragma warning disable CA5351 // names, not secrets: the same digest inside the database
        return new Guid(MD5.HashData(Encoding.UTF8.GetBytes(name)), bigEndian: true);
#pragma warning restore CA5351
    }
}
