using System.Diagnostics;
using Preau.Foundation;

namespace Preau.Host;

/// <summary>What nobody foresaw: a clear answer with a number to report, the cause in our log, never a stack trace on the wire.</summary>
internal sealed class Mishaps(RequestDelegate next, ILogger<Mishaps> log)
{
    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = 499;
        }
        catch (BadHttpRequestException error) when (!http.Response.HasStarted)
        {
            await Answers.Refused(new Refusal("error.bad-request", error.StatusCode)).ExecuteAsync(http);
        }
        catch (Exception error) when (!http.Response.HasStarted && StorageFaults.Of(error) is { } refusal)
        {
            Tell(error, refusal);
            http.Response.Headers.RetryAfter = "2";
            await Answers.Refused(refusal).ExecuteAsync(http);
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            var number = Activity.Current?.TraceId.ToString()[..8] ?? http.TraceIdentifier;
            log.LogError(error, "Unexpected, number {Number}", number);
            await Answers.Refused(new Refusal("error.unexpected", 500, number)).ExecuteAsync(http);
        }
    }

    /// <summary>Once in ten seconds: every device asks again while it lasts, and a log that tells each of them would fill what is left of the disk.</summary>
    private void Tell(Exception error, Refusal refusal)
    {
        var now = Environment.TickCount64;
        var before = Interlocked.Read(ref told);
        if (refusal.Status >= 500 && now - before > 10_000 && Interlocked.CompareExchange(ref told, now, before) == before)
        {
            log.LogError("The storage failed ({Code}): {Why}", refusal.Code, error.GetBaseException().Message);
        }
    }

    private long told = -10_000;
}
