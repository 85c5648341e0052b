using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.Sync;

/// <summary>The doorbell as server-sent events: «at 4712». Coalesced to ten rings a second; the device then pulls.</summary>
public sealed class StreamRings(Doorbell doorbell, Speakers speakers)
{
    private static readonly TimeSpan apart = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan alive = TimeSpan.FromSeconds(15);

    /// <summary>Writes rings until the device goes away or may no longer speak.</summary>
    public async Task Do(Speaker speaker, HttpResponse response, CancellationToken stop)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var listening = doorbell.Listen(speaker.Establishment, () => bell.Writer.TryWrite(true));
        await Ring(speaker, response, stop);
        while (!stop.IsCancellationRequested)
        {
            if (await Heard(bell.Reader, stop))
            {
                if (!await MaySpeak(speaker, stop))
                {
                    return;
                }
                await Ring(speaker, response, stop);
                await Task.Delay(apart, stop);
            }
            else
            {
                await response.WriteAsync(": alive\n\n", stop);
                await response.Body.FlushAsync(stop);
            }
        }
    }

    private static async Task<bool> Heard(ChannelReader<bool> bell, CancellationToken stop)
    {
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(stop);
        quiet.CancelAfter(alive);
        try
        {
            return await bell.ReadAsync(quiet.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> MaySpeak(Speaker speaker, CancellationToken stop)
    {
        var known = await speakers.In(speaker.Establishment, stop);
        return known.Devices.TryGetValue(speaker.Device.Id.Value, out var device) && device.RevokedAt is null && device.SuspendedAt is null;
    }

    private async Task Ring(Speaker speaker, HttpResponse response, CancellationToken stop)
    {
        var heard = doorbell.Heard(speaker.Establishment);
        await response.WriteAsync(FormattableString.Invariant($"event: ring\ndata: {{\"position\":{heard.Position},\"reference\":{heard.Reference}}}\n\n"), stop);
        await response.Body.FlushAsync(stop);
    }
}
