using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using Preau.Host.Tls;

namespace Preau.Tests.Commands;

/// <summary>The local authority: what it signs, for how long, and when it signs anew.</summary>
[SupportedOSPlatform("linux")]
public class LocalAuthorityTests
{
    private static readonly string[] names = ["preau.lycee.lan", "192.168.7.7", "localhost"];
    private readonly string data = Repository.Scratch("tls");

    [Fact]
    public void The_certificate_names_the_names_and_addresses_and_chains_to_the_authority()
    {
        var authority = new LocalAuthority(data, TimeProvider.System);
        using var certificate = authority.Server(names).Certificate;
        using var root = X509CertificateLoader.LoadCertificateFromFile(authority.AuthorityFile);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        Assert.True(chain.Build(certificate), string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation)));
        Assert.All(names, name => Assert.True(certificate.MatchesHostname(name), name));
        Assert.False(certificate.MatchesHostname("ailleurs.example"));
        Assert.InRange((certificate.NotAfter - certificate.NotBefore).TotalDays, 390, LocalAuthority.ServerDays);
        Assert.False(root.HasPrivateKey);
    }

    [Fact]
    public void The_keys_are_for_their_owner_alone()
    {
        new LocalAuthority(data, TimeProvider.System).Server(names).Certificate.Dispose();
        foreach (var key in Directory.GetFiles(data, "*.key", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }
        Assert.Equal(2, Directory.GetFiles(data, "*.key", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void It_is_kept_until_it_nears_its_end_then_made_anew_by_the_same_authority()
    {
        var authority = new LocalAuthority(data, TimeProvider.System);
        using var first = authority.Server(names).Certificate;
        var root = File.ReadAllText(authority.AuthorityFile);
        using var again = authority.Server(names).Certificate;
        using var later = new LocalAuthority(data, new Later(TimeSpan.FromDays(340))).Server(names).Certificate;
        using var renewed = new LocalAuthority(data, new Later(TimeSpan.FromDays(380))).Server(names).Certificate;

        Assert.Equal(first.Thumbprint, again.Thumbprint);
        Assert.Equal(first.Thumbprint, later.Thumbprint);
        Assert.NotEqual(first.Thumbprint, renewed.Thumbprint);
        Assert.True(renewed.NotAfter > first.NotAfter.AddDays(300));
        Assert.Equal(root, File.ReadAllText(authority.AuthorityFile));
    }

    [Fact]
    public void A_new_name_makes_a_new_certificate_that_keeps_the_old_names()
    {
        var authority = new LocalAuthority(data, TimeProvider.System);
        using var first = authority.Server(names).Certificate;
        using var second = authority.Server(["preau.mairie.lan"]).Certificate;

        Assert.NotEqual(first.Thumbprint, second.Thumbprint);
        Assert.All([.. names, "preau.mairie.lan"], name => Assert.True(second.MatchesHostname(name), name));
    }

    [Fact]
    public void A_given_certificate_is_read_with_its_key_and_refused_when_it_ended_or_has_none()
    {
        var authority = new LocalAuthority(data, TimeProvider.System);
        authority.Server(names).Certificate.Dispose();
        var (file, key) = (Path.Combine(data, "tls", "server.crt"), Path.Combine(data, "tls", "server.key"));
        var pfx = Path.Combine(data, "server.pfx");
        using (var certificate = X509Certificate2.CreateFromPemFile(file, key))
        {
            File.WriteAllBytes(pfx, certificate.Export(X509ContentType.Pfx, "secret"));
        }

        Assert.True(GivenCertificate.Read(file, key, null, TimeProvider.System).Value!.Certificate.HasPrivateKey);
        Assert.True(GivenCertificate.Read(pfx, null, "secret", TimeProvider.System).Value!.IsGiven);
        Assert.Equal("tls.expired", GivenCertificate.Read(file, key, null, new Later(TimeSpan.FromDays(400))).Refusal?.Code);
        Assert.Equal("tls.unreadable", GivenCertificate.Read(pfx, null, "wrong", TimeProvider.System).Refusal?.Code);
        Assert.Equal("tls.unreadable", GivenCertificate.Read(file, null, null, TimeProvider.System).Refusal?.Code);
        Assert.Equal("tls.no-file", GivenCertificate.Read(file + "x", null, null, TimeProvider.System).Refusal?.Code);
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
