using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Host;

/// <summary>Data-protection keys in the database, so that several nodes read each other's cookies.</summary>
internal sealed class StoredKeys(Database database, SchoolClock clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = database.Read(EstablishmentId.Platform);
        return [.. db.Set<ProtectionKey>().AsEnumerable().Select(key => XElement.Parse(key.Xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var act = new Act(null, EstablishmentId.Platform, null, clock.Now, nameof(StoredKeys));
        database.Write<Done>(act, tx =>
        {
            tx.Db.Add(new ProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
            return Task.FromResult<Answer<Done>>(Done.It);
        }).GetAwaiter().GetResult();
    }
}
