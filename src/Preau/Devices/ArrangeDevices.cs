using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>Sets for how many days people stay signed in on tablets of their own. It holds at once, for those who are signed in too.</summary>
public sealed class ArrangeDevices(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>Does it.</summary>
    /// <param name="stayDays">1 to 366; null: until they leave.</param>
    /// <remarks>Errors: access.denied, device.bad-days.</remarks>
    public async Task<Answer<Done>> Do(Act act, short? stayDays, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (stayDays is < 1 or > 366)
        {
            return Refusal.Malformed("device.bad-days");
        }
        return await database.Write<Done>(act, async tx =>
        {
            var row = await tx.Db.DeviceSettings.FirstOrDefaultAsync(stop);
            if (row is null)
            {
                tx.Db.Add(row = new DeviceSettings { Establishment = tx.Act.Establishment });
            }
            row.StayDays = stayDays;
            await tx.Log("devices-arranged", 0, new { stayDays }, Touches.Access);
            return Done.It;
        }, stop);
    }

    /// <summary>What holds now; null: until they leave.</summary>
    public async Task<short?> Current(EstablishmentId establishment, CancellationToken stop = default)
    {
        await using var db = database.Read(establishment);
        return await db.DeviceSettings.Select(s => s.StayDays).FirstOrDefaultAsync(stop);
    }
}
