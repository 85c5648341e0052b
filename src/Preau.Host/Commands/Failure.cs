using System.Data.Common;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary>What went wrong, in words: never a stack trace on a terminal. <c>PREAU_TRACE=1</c> shows all.</summary>
internal static class Failure
{
    public static string Say(Exception error) => Environment.GetEnvironmentVariable("PREAU_TRACE") == "1" ? error.ToString() : error switch
    {
        OperationCanceledException => Words.Say("cli.stopped"),
        DbException or TimeoutException => Words.Say("cli.database-failed", error.Message),
        IOException or UnauthorizedAccessException => Words.Say("cli.files-failed", error.Message),
        HttpRequestException => Words.Say("cli.server-failed", error.Message),
        InvalidOperationException { InnerException: DbException inner } => Words.Say("cli.database-failed", inner.Message),
        _ => Words.Say("cli.failed", error.Message),
    };
}
