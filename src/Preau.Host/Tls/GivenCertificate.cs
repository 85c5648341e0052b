using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Preau.Foundation;

namespace Preau.Host.Tls;

/// <summary>A certificate that the operator gives: a PFX, or a PEM with its key beside or within, chain included.</summary>
internal static class GivenCertificate
{
    /// <summary>Reads it.</summary>
    /// <param name="password">Of the PFX or the encrypted key; null when there is none.</param>
    /// <remarks>Errors: tls.no-file, tls.unreadable, tls.no-key, tls.expired.</remarks>
    public static Answer<TlsChoice> Read(string file, string? key, string? password, TimeProvider time)
    {
        if (new[] { file, key }.FirstOrDefault(path => path is not null && !File.Exists(path)) is { } missing)
        {
            return Refusal.Unknown("tls.no-file", missing);
        }
        try
        {
            var (certificate, chain) = IsPem(file) ? Pem(file, key, password) : Pfx(file, password);
            if (certificate is not { HasPrivateKey: true })
            {
                return Refusal.Malformed("tls.no-key", file);
            }
            var expired = certificate.NotAfter.ToUniversalTime() <= time.GetUtcNow().UtcDateTime;
            return expired ? Refusal.Malformed("tls.expired", file, certificate.NotAfter.ToString("yyyy-MM-dd", null)) : new TlsChoice(certificate, chain, null);
        }
        catch (CryptographicException error)
        {
            return Refusal.Malformed("tls.unreadable", file, error.Message);
        }
    }

    private static bool IsPem(string file) => File.ReadAllText(file).Contains("-----BEGIN ", StringComparison.Ordinal);

    private static (X509Certificate2?, X509Certificate2Collection) Pem(string file, string? key, string? password)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(file);
        var certificate = password is null ? X509Certificate2.CreateFromPemFile(file, key) : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);
        return (LocalAuthority.Usable(certificate), chain);
    }

    private static (X509Certificate2?, X509Certificate2Collection) Pfx(string file, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password);
        return (all.FirstOrDefault(certificate => certificate.HasPrivateKey), all);
    }
}

/// <summary>What the server speaks TLS with.</summary>
/// <param name="Chain">Intermediates, for devices that do not know them; empty or null without.</param>
/// <param name="Authority">The local authority that signed it; null when the operator gave the certificate.</param>
internal sealed record TlsChoice(X509Certificate2 Certificate, X509Certificate2Collection? Chain, LocalAuthority? Authority)
{
    /// <summary>Given by the operator: browsers may be told to insist on it.</summary>
    public bool IsGiven => Authority is null;
}
