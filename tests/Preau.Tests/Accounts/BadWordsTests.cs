using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Host;
using Preau.Host.Tls;

namespace Preau.Tests.Accounts;

/// <summary>What is typed wrongly into the forms of establishments, people and certificates: each refused by its code, and nothing written.</summary>
public class BadWordsTests
{
    [Theory]
    [InlineData("a", "École", "Europe/Paris", 2026, "2026-09-01", "establishment.bad-code")]
    [InlineData("ÉCOLE", "École", "Europe/Paris", 2026, "2026-09-01", "establishment.bad-code")]
    [InlineData("BW-1", " ", "Europe/Paris", 2026, "2026-09-01", "establishment.bad-name")]
    [InlineData("BW-1", "École", "Europe/Nowhere", 2026, "2026-09-01", "establishment.bad-zone")]
    [InlineData("BW-1", "École", "Europe/Paris", 2026, "2027-09-01", "establishment.bad-year")]
    [InlineData("BW-1", "École", "Europe/Paris", 1800, "2026-09-01", "establishment.bad-year")]
    [InlineData("BW-0", "École", "Europe/Paris", 2026, "2026-09-01", "establishment.code-taken")]
    public async Task An_establishment_needs_a_code_a_name_a_zone_and_a_year(string code, string name, string zone, int year, string from, string refused)
    {
        var open = (await Town.On("sqlite")).Service<OpenEstablishment>();
        await open.Do(null, new("BW-0", "École", EstablishmentKind.School, null, "Europe/Paris", 2026, new(2026, 9, 1), new(2027, 7, 4)), "test");
        var first = NodaTime.Text.LocalDatePattern.Iso.Parse(from).Value;
        Assert.Equal(refused, (await open.Do(null, new(code, name, EstablishmentKind.School, null, zone, (short)year, first, new(2027, 7, 4)), "test")).Refusal!.Code);
    }

    [Theory]
    [InlineData("x", "X", null, null, "person.bad-name")]
    [InlineData("xavier", " ", null, null, "person.bad-name")]
    [InlineData("xavier", "Xavier", "not an address", null, "person.bad-email")]
    [InlineData("xavier", "Xavier", null, "short", "password.too-short")]
    [InlineData("xavier", "Xavier", null, "aaaaaaaaaaaa", "password.too-easy")]
    [InlineData("xavier", "Xavier", null, "je-suis-xavier", "password.too-easy")]
    public async Task A_person_needs_a_name_and_a_password_worth_it(string userName, string displayName, string? email, string? password, string refused)
    {
        var school = await (await Town.On("sqlite")).Open(1);
        var act = new Act(await school.Employ(school.MrRossel), school.Id, null, school.Town.Now, "test");
        Assert.Equal(refused, (await school.Town.Service<AddPerson>().Do(act, new(userName, displayName, email, Level.Teacher, password))).Refusal!.Code);
    }

    [Fact]
    public async Task A_link_works_once_and_a_wrong_one_never()
    {
        var town = await Town.On("sqlite");
        Assert.Equal("link.unknown", (await town.Service<OneTimeLinks>().Use("no-such-secret", null, School.Password)).Refusal!.Code);
    }

    [Fact]
    public async Task What_nobody_foresaw_has_a_number_and_tells_nothing_else()
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() }, RequestServices = (await Town.On("sqlite")).Service<IServiceProvider>() };
        await new Mishaps(_ => throw new InvalidOperationException("a secret"), NullLogger<Mishaps>.Instance).Invoke(http);
        var said = System.Text.Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
        Assert.Equal(500, http.Response.StatusCode);
        Assert.Equal("error.unexpected", System.Text.Json.Nodes.JsonNode.Parse(said)!["code"]!.GetValue<string>());
        Assert.DoesNotContain("a secret", said);
    }

    [Fact]
    public void A_certificate_without_its_key_is_refused()
    {
        var folder = Repository.Scratch("cert");
        var authority = new LocalAuthority(folder, TimeProvider.System);
        var file = Path.Combine(folder, "public.pfx");
        File.WriteAllBytes(file, X509CertificateLoader.LoadCertificateFromFile(Made(authority)).Export(X509ContentType.Pfx));
        Assert.Equal("tls.no-key", GivenCertificate.Read(file, null, null, TimeProvider.System).Refusal!.Code);
    }

    private static string Made(LocalAuthority authority)
    {
        authority.Server(["preau.test"]);
        return authority.AuthorityFile;
    }
}
