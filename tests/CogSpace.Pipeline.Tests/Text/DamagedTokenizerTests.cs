using CogSpace.Pipeline.Text;

namespace CogSpace.Pipeline.Tests.Text;

public sealed class DamagedTokenizerTests
{
    /// <summary>spiece.model files that lie, and a word of what is said about each.</summary>
    public static TheoryData<byte[], string> Lies =>
        new()
        {
            { [], "no vocabulary" },
            { "<html>"u8.ToArray(), "damaged" },
            { [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], "ends in the middle" }, // a piece of 2 GB
            { [0x0A, .. Enumerable.Repeat((byte)0xFF, 12)], "longer than 64 bits" },
            { [0x0A, 0x02, 0x0A, 0x7F], "ends in the middle" }, // a text that leaves its piece
            { [0x0A, 0x04, 0x0A, 0x02, 0xC3, 0x28], "not UTF-8" },
            { [0x08, 0x01], "another kind of value" }, // a number for a piece
            { new SpieceModelWriter().Piece("a", -1).ToArray(), "stand for the unknown" },
            { SpieceModelWriter.WithSpecials().Piece("?", 0, PieceKind.Unknown).ToArray(), "stand for the unknown" },
            { new SpieceModelWriter().Piece("<unk>", 0, PieceKind.Unknown).ToArray(), "no vocabulary" },
            { SpieceModelWriter.WithSpecials().Piece("", -1).ToArray(), "0 characters" },
            { SpieceModelWriter.WithSpecials().Piece(new string('a', 5000), -1).ToArray(), "5000 characters" },
            { SpieceModelWriter.WithSpecials().Piece("▁", -1).ToArray(), "are the same" },
            { SpieceModelWriter.WithSpecials().Piece("a", float.NaN).ToArray(), "not a number" },
            { SpieceModelWriter.WithSpecials().Piece("a", -1, (PieceKind)9).ToArray(), "unknown kind 9" },
            { SpieceModelWriter.WithSpecials().Trainer(3, 2).ToArray(), "not a unigram model" }, // BPE
            { SpieceModelWriter.WithSpecials().Trainer(24, 1).ToArray(), "spaces behind words" },
            { SpieceModelWriter.WithSpecials().Trainer(35, 1).ToArray(), "unknown characters in bytes" },
            { SpieceModelWriter.WithSpecials().Rules(1, 2).ToArray(), "cut short" },
            { SpieceModelWriter.WithSpecials().Rules(0xFF, 0xFF, 0xFF, 0xFF, 0).ToArray(), "cut short" },
            { SpieceModelWriter.WithSpecials().Rules(0, 0, 0, 0).ToArray(), "outside of itself" }, // no array at all
            {
                SpieceModelWriter.WithSpecials().Rules([0, 4, 0, 0, 0xFF, 0xFC, 0xFF, 0x7F, .. new byte[1020]]).ToArray(),
                "outside of itself"
            },
            { SpieceModelWriter.WithSpecials().Rules([0, 4, 0, 0, .. new byte[1024], (byte)'a']).ToArray(), "has no end" },
            {
                new SpieceModelWriter().Piece("<unk>", 0, PieceKind.Unknown).Piece("a", -1).ToArray(),
                "special token \"<pad>\""
            },
        };

    [Theory, MemberData(nameof(Lies))]
    public void Load_RefusesModelsThatLie(byte[] model, string said)
    {
        using var folder = new TokenizerFolder(model);

        var e = Assert.Throws<ModelLoadException>(() => T5Tokenizer.Load(folder.Path));

        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenizer_config.json", "{")]
    [InlineData("tokenizer_config.json", "[]")]
    [InlineData("tokenizer_config.json", """{ "added_tokens_decoder": 3 }""")]
    [InlineData("tokenizer_config.json", """{ "added_tokens_decoder": { "x": { "content": "a" } } }""")]
    [InlineData("tokenizer_config.json", """{ "added_tokens_decoder": { "5": { "content": "" } } }""")]
    [InlineData("tokenizer_config.json", """{ "added_tokens_decoder": { "5": null } }""")]
    [InlineData("tokenizer_config.json", """{ "added_tokens_decoder": { "2000000000": { "content": "a" } } }""")]
    [InlineData("tokenizer_config.json", """{ "eos_token": 7 }""")]
    [InlineData("tokenizer_config.json", """{ "eos_token": "\ud800" }""")]
    [InlineData("tokenizer_config.json", """{ "eos_token": "<nowhere>" }""")]
    [InlineData("special_tokens_map.json", "nonsense")]
    public void Load_RefusesDamagedJson(string name, string json)
    {
        using var folder = TokenizerFolder.OfTiny();
        folder.Write(name, json);
        if (name != "tokenizer_config.json")
            folder.Write("tokenizer_config.json", "{}");

        Assert.Throws<ModelLoadException>(() => T5Tokenizer.Load(folder.Path));
    }

    [Theory]
    [InlineData("""{ "<x>": -1 }""", "{}", "the added token \"<x>\" cannot have the id -1.")]
    [InlineData("""{ "<x>": 99999999999 }""", "{}", "it is not the JSON that it should be.")]
    [InlineData("null", """{ "extra_ids": -1 }""", "there cannot be -1 extra ids.")]
    [InlineData("null", """{ "extra_ids": 2147483647 }""", "there cannot be 2147483647 extra ids.")]
    public void Load_RefusesImpossibleIds(string addedTokens, string config, string says)
    {
        using var folder = TokenizerFolder.OfTiny();
        folder.Write("added_tokens.json", addedTokens);
        folder.Write("tokenizer_config.json", config);

        var e = Assert.Throws<ModelLoadException>(() => T5Tokenizer.Load(folder.Path));
        Assert.EndsWith(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NamesTheMissingFile()
    {
        var e = Assert.Throws<ModelLoadException>(() => T5Tokenizer.Load(Path.Combine(TokenizerFolder.Tiny, "nowhere")));

        Assert.EndsWith("spiece.model", e.File, StringComparison.Ordinal);
        Assert.Contains("does not exist", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfACutFileFailsOrWorks()
    {
        using var folder = TokenizerFolder.OfTiny();
        byte[] whole = folder.Read("spiece.model");
        for (int length = 0; length < whole.Length; length += 1000)
            LoadAndEncode(folder, whole[..length]);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(400, Traits = ["kind", "slow"])]
    public void Load_OfFlippedBytesFailsOrWorks(int rounds)
    {
        using var folder = TokenizerFolder.OfTiny();
        byte[] whole = folder.Read("spiece.model");
        var random = new Random(3);
        int worked = 0;
        for (int i = 0; i < rounds; i++)
        {
            byte[] damaged = [.. whole];
            int area = i % 2 == 0 ? damaged.Length : 20_000;   // half of them where the pieces are
            for (int flips = random.Next(1, 8); flips > 0; flips--)
                damaged[random.Next(area)] ^= (byte)random.Next(1, 256);
            worked += LoadAndEncode(folder, damaged) ? 1 : 0;
        }

        Assert.InRange(worked, 1, rounds - 1);   // or the flips test nothing
    }

    // Anything but success or ModelLoadException fails the test.
    private static bool LoadAndEncode(TokenizerFolder folder, byte[] model)
    {
        folder.Write("spiece.model", model);
        try
        {
            var tokenizer = T5Tokenizer.Load(folder.Path);
            Assert.Equal(32, tokenizer.Encode("A café, ﬁne ＷＩＤＥ ½ 日本語 😀 \uD800 </s> <extra_id_3>", 32).Ids.Length);
            return true;
        }
        catch (ModelLoadException e)
        {
            Assert.True(e.Message.Length < 500);
            return false;
        }
    }
}
