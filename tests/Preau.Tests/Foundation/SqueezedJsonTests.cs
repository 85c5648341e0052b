using System.IO.Compression;
using CsCheck;
using Preau.Foundation;

namespace Preau.Tests.Foundation;

public class SqueezedJsonTests
{
    [Fact]
    public void Pieces_in_any_number_are_one_gzip_member_that_gives_all_bytes_back()
    {
        var piece = Gen.Select(Gen.Byte.Array[0, 4000], Gen.Bool);
        piece.List[0, 6].Sample(pieces =>
        {
            var whole = new SqueezedAnswer([.. pieces.Select(p => p.Item2 ? SqueezedJson.Plain(p.Item1) : SqueezedJson.From(p.Item1))]).Gzip();
            Assert.Equal(pieces.SelectMany(p => p.Item1), Read(whole));
        }, iter: 500);
    }

    [Fact]
    public void A_piece_that_was_altered_does_not_pass_the_check()
    {
        var whole = new SqueezedAnswer(SqueezedJson.Plain("{\"a\":1"u8), SqueezedJson.From(",\"b\":2}"u8)).Gzip();
        whole[17] ^= 1;
        Assert.ThrowsAny<InvalidDataException>(() => Read(whole));
    }

    private static byte[] Read(byte[] gzip)
    {
        using var plain = new MemoryStream();
        using var unzip = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        unzip.CopyTo(plain);
        return plain.ToArray();
    }
}
