using System.IO.Compression;
using System.Text;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.Tests.Pupils;

/// <summary>Photos: named after their pupil, read strictly, given to tablets by content hash, erased at once.</summary>
public class PhotosTests
{
    /// <summary>A grey JPEG of the given size, as small as the standard allows, with the marks of a camera.</summary>
    internal static byte[] Jpeg(int width = 64, int height = 80, byte shade = 0) =>
    [
        0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x10, .. "Exif\0\0GPS-HERE"u8, 0xFF, 0xFE, 0x00, 0x06, .. "note"u8,
        0xFF, 0xDB, 0x00, 0x43, 0x00, .. Enumerable.Repeat((byte)1, 64),
        0xFF, 0xC0, 0x00, 0x0B, 0x08, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 0x01, 0x01, 0x11, 0x00,
        0xFF, 0xC4, 0x00, 0x14, 0x00, 0x01, .. new byte[15], 0x00, 0xFF, 0xC4, 0x00, 0x14, 0x10, 0x01, .. new byte[15], 0x00,
        0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00, .. Enumerable.Repeat((byte)(shade & 0x7F), 20), 0xFF, 0x00, 0xFF, 0xD9, .. "trailing rubbish"u8,
    ];

    private static Act Admin(School school, Guid who) => new(who, school.Id, null, school.Town.Now, "test");

    [Fact]
    public void A_jpeg_loses_place_date_and_whatever_trails()
    {
        var image = PhotoImage.Read(Jpeg())!;
        Assert.Equal(("image/jpeg", 64, 80), (image.Type, image.Width, image.Height));
        var text = Encoding.Latin1.GetString(image.Bytes);
        Assert.DoesNotContain("Exif", text);
        Assert.DoesNotContain("note", text);
        Assert.DoesNotContain("rubbish", text);
        Assert.Equal(image.Bytes, PhotoImage.Read(image.Bytes)!.Bytes);
    }

    [Fact]
    public void A_webp_loses_its_metadata_and_may_not_move()
    {
        byte[] picture = [.. "VP8 "u8, 10, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 64, 0, 80, 0];
        byte[] exif = [.. "EXIF"u8, 4, 0, 0, 0, .. "GPS!"u8];
        byte[] Riff(params byte[][] chunks) => [.. "RIFF"u8, .. BitConverter.GetBytes(4 + chunks.Sum(c => c.Length)), .. "WEBP"u8, .. chunks.SelectMany(c => c)];
        var image = PhotoImage.Read(Riff(picture, exif))!;
        Assert.Equal(("image/webp", 64, 80), (image.Type, image.Width, image.Height));
        Assert.Equal(Riff(picture), image.Bytes);
        Assert.Null(PhotoImage.Read(Riff([.. "ANIM"u8, 2, 0, 0, 0, 0, 0], picture)));
    }

    [Fact]
    public void Nothing_that_is_cut_or_changed_throws()
    {
        var dice = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var file = Jpeg()[..dice.Next(Jpeg().Length + 1)];
            if (file.Length > 0)
            {
                file[dice.Next(file.Length)] = (byte)dice.Next(256);
            }
            PhotoImage.Read(file);
        }
        Assert.Null(PhotoImage.Read("<svg onload=alert(1)>"u8));
        Assert.Null(PhotoImage.Read(Jpeg(9000, 9000)));
        Assert.Null(PhotoImage.Read(Jpeg(8, 8)));
    }

    [Theory, OnBothEngines]
    public async Task Photos_come_by_name_or_archive_and_tablets_fetch_them_by_their_hash(string engine)
    {
        var town = await Town.On(engine);
        var school = await town.Open(4);
        var act = Admin(school, await school.Employ(school.MrRossel));
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "2NDE4/Zoé ÉLÈVE02.jpg", "2NDE4/inconnu.jpg" })
            {
                await using var entry = archive.CreateEntry(name).Open();
                await entry.WriteAsync(Jpeg(shade: 7));
            }
        }
        PhotoFile[] given = [new("eleve01_zoe.JPG", Jpeg()), new("photos.zip", zip.ToArray()), new("ELEVE03 Zoé.jpg", [1, 2, 3]), new("Zoé Élève04.jpg", new byte[PhotoImage.MostBytes + 1])];
        var lines = Town.Must(await town.Service<KeepPhotos>().Do(act, school.Year, given));
        Assert.Equal([null, null, "photo.unknown", "photo.unreadable", "photo.too-large"], lines.Select(l => l.Why?.Code));

        var broken = await town.Service<KeepPhotos>().Do(act, school.Year, [new("abime.zip", [.. "PK\u0003\u0004"u8, 1, 2, 3])]);
        Assert.Equal("photo.broken-archive", broken.Refusal?.Code);

        var tablet = await school.TabletOf(school.MrsMartin);
        var pupils = (await tablet.Send(HttpMethod.Get, "/api/sync/snapshot")).Answer["pupils"]!.AsArray();
        var hashes = pupils.Select(p => p!["photo"]?.GetValue<string>()).ToList();
        Assert.Equal([true, true, false, false], hashes.Select(h => h is not null));
        using var face = await town.Http.SendAsync(tablet.Request(HttpMethod.Get, $"/api/sync/photos/{hashes[0]}"));
        Assert.Equal((200, "image/jpeg"), ((int)face.StatusCode, face.Content.Headers.ContentType!.MediaType));
        Assert.Equal(PhotoImage.Read(Jpeg())!.Bytes, await face.Content.ReadAsByteArrayAsync());

        var other = await town.Open(2);
        Assert.Equal(404, (await (await other.TabletOf(other.MrsMartin)).Send(HttpMethod.Get, $"/api/sync/photos/{hashes[0]}")).Status);
        Assert.Equal(401, (int)(await town.Http.GetAsync($"/api/sync/photos/{hashes[0]}")).StatusCode);

        Assert.Equal(1, Town.Must(await town.Service<DropPhotos>().Do(act, school.Year, [new(school.Pupils[0])])));
        Assert.Equal(404, (await tablet.Send(HttpMethod.Get, $"/api/sync/photos/{hashes[0]}")).Status);
    }
}
