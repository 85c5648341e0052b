using Npgsql;

namespace Preau.Foundation;

/// <summary>Connections to one PostgreSQL, or to the one of several that can be written to: a primary and its standbys.</summary>
internal static class PostgresSource
{
    private const int RecheckSeconds = 1;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="connectionString">Npgsql's form; <c>Host=a,b</c> for several, of which the primary is looked for each second.</param>
    /// <param name="options">Settings of the session beside those of the connection string.</param>
    public static NpgsqlDataSource Of(string connectionString, string options)
    {
        var wanted = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 60, AutoPrepareMinUsages = 2, IncludeErrorDetail = false, ApplicationName = "preau",
            // A commit that waits for its standby too long must fail, not be cancelled: PostgreSQL answers «committed» to a cancelled wait, and a promoted standby would not have it.
            CancellationTimeout = -1,
        };
        wanted.Options += options;
        var several = wanted.Host?.Contains(',') == true;
        if (several)
        {
            // Npgsql wants the wish of the session from its own method, not from the string.
            (wanted.TargetSessionAttributes, wanted.HostRecheckSeconds) = (null, RecheckSeconds);
        }
        var builder = new NpgsqlDataSourceBuilder(wanted.ConnectionString);
        builder.UseNodaTime();
        return several ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary) : builder.Build();
    }
}
