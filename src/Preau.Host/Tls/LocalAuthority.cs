using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Preau.Host.Tls;

/// <summary>An authority of this installation alone, and the server certificate that it signs; made on first use, in <c>tls</c> of the data folder.</summary>
/// <remarks>Units: the authority lasts 10 years, a server certificate 397 days (what browsers accept), renewed 30 days before its end. Keys are mode 0600.</remarks>
internal sealed class LocalAuthority(string data, TimeProvider time)
{
    public const int ServerDays = 397;
    private const int AuthorityYears = 10;
    private const int NearTheEndDays = 30;
    private readonly string folder = Path.Combine(data, "tls");

    /// <summary>What devices are given to trust; never holds a key.</summary>
    public string AuthorityFile => Path.Combine(folder, "authority.crt");

    private string AuthorityKey => Path.Combine(folder, "authority.key");

    private string ServerFile => Path.Combine(folder, "server.crt");

    private string ServerKey => Path.Combine(folder, "server.key");

    /// <summary>Whether an authority was made here.</summary>
    public bool Exists => File.Exists(AuthorityFile) && File.Exists(AuthorityKey);

    /// <summary>The authority with its key; made when there is none.</summary>
    public X509Certificate2 Authority()
    {
        if (Exists)
        {
            return X509Certificate2.CreateFromPemFile(AuthorityFile, AuthorityKey);
        }
        MakeFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=Preau local authority ({Dns.GetHostName()}), O=Preau", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(AuthorityYears));
        OwnersFile.Write(AuthorityKey, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(AuthorityFile, made.ExportCertificatePem());
        return X509Certificate2.CreateFromPemFile(AuthorityFile, AuthorityKey);
    }

    /// <summary>The server's certificate with its key, and whether it was made now: at first use, near its end, for new names, or for a new authority.</summary>
    /// <param name="names">Host names and addresses by which devices call the server.</param>
    public (X509Certificate2 Certificate, bool IsNew) Server(IReadOnlyCollection<string> names)
    {
        using var authority = Authority();
        if (File.Exists(ServerFile) && File.Exists(ServerKey))
        {
            var kept = X509Certificate2.CreateFromPemFile(ServerFile, ServerKey);
            if (IsGood(kept, authority, names))
            {
                return (Usable(kept), false);
            }
            names = [.. names.Union(NamesOf(kept), StringComparer.OrdinalIgnoreCase)];
            kept.Dispose();
        }
        return (Usable(Sign(authority, names)), true);
    }

    /// <summary>The names and addresses that a certificate is good for.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
            ? [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())] : [];

    private bool IsGood(X509Certificate2 certificate, X509Certificate2 authority, IReadOnlyCollection<string> names) =>
        certificate.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime.AddDays(NearTheEndDays)
        && certificate.NotBefore.ToUniversalTime() <= time.GetUtcNow().UtcDateTime
        && certificate.IssuerName.RawData.AsSpan().SequenceEqual(authority.SubjectName.RawData)
        && certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier is { } id
        && id.Span.SequenceEqual(authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().First().SubjectKeyIdentifierBytes.Span)
        && !names.Except(NamesOf(certificate), StringComparer.OrdinalIgnoreCase).Any();

    private X509Certificate2 Sign(X509Certificate2 authority, IEnumerable<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names.First()}", key, HashAlgorithmName.SHA256);
        var alternative = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) { alternative.AddIpAddress(address); } else { alternative.AddDnsName(name); }
        }
        request.CertificateExtensions.Add(alternative.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var (from, until) = (time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddDays(ServerDays - 1));
        var end = new DateTimeOffset(authority.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        using var made = request.Create(authority, from, until < end ? until : end, RandomNumberGenerator.GetBytes(16));
        OwnersFile.Write(ServerKey, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(ServerFile, made.ExportCertificatePem());
        return X509Certificate2.CreateFromPemFile(ServerFile, ServerKey);
    }

    /// <summary>Windows cannot serve with a key that lives in memory only: it is taken through a PFX.</summary>
    internal static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
        }
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
