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
        catch (Exception error) when (!http.Response.HasStarted)
        {
            var number = Activity.Current?.TraceId.ToString()[..8] ?? http.TraceIdentifier;
            log.LogError(error, "Unexpected, number {Number}", number);
            await Answers.Refused(new Refusal("error.unexpected", 500, number)).ExecuteAsync(http);
        }
    }
}
