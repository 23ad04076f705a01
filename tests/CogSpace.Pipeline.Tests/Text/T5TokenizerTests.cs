using System.Globalization;
using System.Text;
using CogSpace.Pipeline.Text;

namespace CogSpace.Pipeline.Tests.Text;

public sealed class T5TokenizerTests
{
    private const int Pad = 0, End = 1, Unknown = 2;

    private static readonly T5Tokenizer Tokenizer = T5Tokenizer.Load(TokenizerFolder.Tiny);

    public static TheoryData<string, int[]> KnownIds =>
        new()
        {
            { "", [End] },
            { " \t\n\u3000\u200B", [End] },
            {
                "A panda plays guitar in a bamboo forest.",
                [11, 120, 348, 38, 740, 6, 175, 57, 152, 95, 13, 3, 145, 38, 77, 113, 35, 35, 87, 238, 5, End]
            },
            { "ﬁne　ＷＩＤＥ", [412, 15, 466, 248, 209, 244, End] }, // ligature, wide space, wide letters
            { "a\u00A0\u200Bb", [3, 145, End] }, // spaces of other kinds
            { "日本語 😀", [15, Unknown, 15, Unknown, End] }, // neighbouring unknowns are one
            { "x</s>y", [15, 131, End, 15, 76, End] }, // each stretch has a prefix of its own
            { "ends</s>", [15, 266, 6, End] }, // no second end token
            { "</s></s>", [End, End] },
            { "<pad><unk>", [Pad, Unknown, End] },
            { "a <extra_id_0> b", [3, 999, 145, End] }, // numbered backwards
            { "<extra_id_99>", [900, End] },
        };

    [Theory, MemberData(nameof(KnownIds))]
    public void Encode_GivesKnownIds(string text, int[] expected)
    {
        var prompt = Tokenizer.Encode(text, 64);

        Assert.Equal(expected, prompt.Ids[..expected.Length]);
        Assert.All(prompt.Ids[expected.Length..], id => Assert.Equal(Pad, id));
        Assert.Equal(64, prompt.Ids.Length);
        Assert.Equal(expected.Length, prompt.Count);
        Assert.Equal(expected.Length, Tokenizer.Count(text));
        Assert.False(prompt.Truncated);
    }

    [Fact]
    public void Encode_CutsLongTextBeforeTheEndToken()
    {
        const string Text = "A panda plays guitar in a bamboo forest.";
        int[] whole = Tokenizer.Encode(Text, 22).Ids;
        for (int length = 1; length < whole.Length; length++)
        {
            var prompt = Tokenizer.Encode(Text, length);

            Assert.Equal([.. whole[..(length - 1)], End], prompt.Ids);
            Assert.Equal(whole.Length, prompt.Count);
            Assert.True(prompt.Truncated);
        }
    }

    [Fact]
    public void Encode_RefusesNoRoomForTheEndToken() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.Encode("a", 0));

    [Theory]
    [InlineData("cat\uD800", "cat")]          // U+FFFD, which folds to a space
    [InlineData("\uDC00cat", "cat")]
    [InlineData("c\uD83Dat", "c at")]
    public void Encode_TakesHalfSurrogatesAsReplacementCharacters(string text, string same) =>
        Assert.Equal(Tokenizer.Encode(same, 32).Ids, Tokenizer.Encode(text, 32).Ids);

    [Fact]
    public void Encode_PiecesSpellTheText()
    {
        var random = new Random(1);
        for (int i = 0; i < 500; i++)
        {
            string text = RandomText(random, () => (char)random.Next('a', 'z' + 1));
            var prompt = Tokenizer.Encode(text, 256);
            string spelled = string.Concat(prompt.Ids[..(prompt.Count - 1)].Select(id => Tokenizer.Pieces[id].Text));

            string tidy = string.Join('▁', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal(tidy.Length == 0 ? "" : "▁" + tidy, spelled);
        }
    }

    [Fact]
    public void Encode_TakesAnyText()
    {
        var random = new Random(2);
        for (int i = 0; i < 2000; i++)
        {
            string text = RandomText(random, () => (char)random.Next(0, 0x10000));
            var prompt = Tokenizer.Encode(text, 16);

            Assert.Equal(16, prompt.Ids.Length);
            Assert.All(prompt.Ids, id => Assert.InRange(id, 0, Tokenizer.VocabularySize - 1));
            Assert.Equal(prompt.Count > 16, prompt.Truncated);
            Assert.Contains(End, prompt.Ids);
        }
    }

    [Theory]
    [InlineData("A panda plays guitar. ")]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("<")]
    [InlineData("日本")]
    [InlineData("</s>")]
    public async Task Count_OfHugeTextIsQuick(string repeated)
    {
        string text = new StringBuilder().Insert(0, repeated, (1 << 20) / repeated.Length).ToString();

        int count = await Task.Run(() => Tokenizer.Count(text), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);   // a tenth of a second, as a rule

        Assert.InRange(count, 1, text.Length + 2);
    }

    [Fact]
    public void Load_BelievesTheConfigAboutAddedTokens()
    {
        using var folder = new TokenizerFolder(SpieceModelWriter.WithSpecials().Piece("a", -1).ToArray());
        folder.Write("tokenizer_config.json", """
            {
              "added_tokens_decoder": {
                "7": { "content": "<x>", "lstrip": true, "rstrip": true },
                "8": { "content": "<x>y" },
                "9": { "content": "<z>" }
              },
              "eos_token": { "content": "<z>" }
            }
            """);
        var tokenizer = T5Tokenizer.Load(folder.Path);

        Assert.Equal([3, 4, 7, 3, 4, 8, 9], tokenizer.Encode("a <x> a<x>y", 7).Ids);   // longest first; <z> ends
        Assert.Equal(10, tokenizer.VocabularySize);
    }

    [Fact]
    public void Load_WithoutJsonHasAHundredExtraIds()
    {
        using var folder = new TokenizerFolder(SpieceModelWriter.WithSpecials().Piece("a", -1).ToArray());
        var tokenizer = T5Tokenizer.Load(folder.Path);

        for (int n = 0; n < 100; n++)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"a <extra_id_{n}>");
            Assert.Equal([3, 4, 5 + 99 - n, End], tokenizer.Encode(text, 4).Ids);
        }
    }

    [Fact]
    public void Encode_ObeysTheNormalizerSpec()
    {
        var model = SpieceModelWriter.WithSpecials().Piece("a", -1).Piece(" ", -1)
            .Normalizer(3, false).Normalizer(4, false).Normalizer(5, false);   // no prefix, keep spaces, spaces as they are
        using var folder = new TokenizerFolder(model.ToArray());

        Assert.Equal([5, 4, 5, 5, End], T5Tokenizer.Load(folder.Path).Encode(" a  ", 5).Ids);
    }

    [Fact]
    public void Encode_AlwaysTakesUserDefinedPieces()
    {
        var model = SpieceModelWriter
            .WithSpecials()
            .Piece("a", -1)
            .Piece("b", -1)
            .Piece("ab", -1)
            .Piece("aba", 0, PieceKind.UserDefined)
            .Piece("abab", 0, PieceKind.Unused);
        using var folder = new TokenizerFolder(model.ToArray());

        Assert.Equal([3, 7, 5, End], T5Tokenizer.Load(folder.Path).Encode("abab", 4).Ids);
    }

    [Fact]
    public void Encode_TakesTheFirstOfEqualPaths()
    {
        var model = SpieceModelWriter.WithSpecials().Piece("0", -3).Piece("00", -3.1f);   // equal in float, not quite in double
        using var folder = new TokenizerFolder(model.ToArray());

        Assert.Equal([3, 4, 5, End], T5Tokenizer.Load(folder.Path).Encode("000", 4).Ids);
    }

    // Up to 40 characters, about a quarter of them spaces.
    private static string RandomText(Random random, Func<char> next) =>
        string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(4) == 0 ? ' ' : next()));
}
