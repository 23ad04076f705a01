using CogSpace.Web.Moderation;

namespace CogSpace.Web.Tests.Moderation;

public sealed class WordListTests
{
    [Theory]
    [InlineData("child porn")]
    [InlineData("Child-Porn!")]
    [InlineData("pornographic film of a schoolgirl")]
    [InlineData("a KID, nsfw")]
    [InlineData("a naked child at the beach")]
    [InlineData("naked, young children")]
    [InlineData("a nude 12-year-old")]
    [InlineData("a twelve year old in an erotic pose")]
    [InlineData("ｃｈｉｌｄ ｐｏｒｎ")]
    [InlineData("𝐜𝐡𝐢𝐥𝐝 𝐩𝐨𝐫𝐧")]
    [InlineData("ⓒⓗⓘⓛⓓ ⓟⓞⓡⓝ")]
    [InlineData("ch\u200Bild po\u00ADrn")]
    [InlineData("c\u0301h\u0336i\u0336l\u0336d pörn")]
    [InlineData("child\nporn")]
    [InlineData("lolicon")]
    public void TheDefaultList_RefusesWhatItIsFor_HoweverItIsWritten(string prompt) =>
        Assert.True(WordList.Default().Matches(prompt));

    [Theory]
    [InlineData("the town of Scunthorpe in Sussex, Essex and Middlesex")]
    [InlineData("a child plays with a red ball in the sun")]
    [InlineData("children in class watch an analyst unicorn")]
    [InlineData("a same-sex couple with their child at the sea")]
    [InlineData("a baby naked mole rat")]
    [InlineData("a kid goat eats popcorn")]
    [InlineData("two lovers kiss, sexy, in a film noir")]
    [InlineData("a nude statue of Venus")]
    [InlineData("a cock crows, an ass brays, a tit sings; a shiitake grows")]
    [InlineData("a 12 year old whisky")]
    [InlineData("a minor chord; the Penistone railway; a cocktail; lollipops")]
    [InlineData("Kinder spielen im Sand, niños, 子供が遊ぶ")]
    [InlineData("an orca called Lolita")]
    [InlineData("childhood memories, kidney beans, a kidnapper")]
    [InlineData("")]
    public void TheDefaultList_LeavesOtherPromptsAlone(string prompt) => Assert.False(WordList.Default().Matches(prompt));

    [Fact]
    public void AListWithoutEnd_IsNotRead()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder["words.txt"]))
            file.SetLength(10_000_001);

        var refusal = Assert.Throws<CogSpaceException>(
            () => WordList.Of(new ModerationOptions { WordsFile = folder["words.txt"] }));

        Assert.Equal($"The list of words {folder["words.txt"]} cannot be read: it has more than 10 MB", refusal.Message);
    }

    [Fact]
    public void TheDefaultList_LeavesOurExamplesAlone()
    {
        var words = WordList.Default();
        foreach (string prompt in new[] { "a red circle moves from left to right", "a pink heart grows", "ring bounces" })
            Assert.False(words.Matches(prompt));
    }

    [Theory]
    [InlineData("apple", "An APPLE falls", true)]
    [InlineData("apple", "pineapple, apples", false)]
    [InlineData("red apple", "a red, apple", true)]
    [InlineData("red apple", "apple red", false)]
    [InlineData("red + apple", "apple red", true)]
    [InlineData("red + apple", "a red pear", false)]
    [InlineData("fruit = apple | pear\n[fruit] pie # a comment", "hot Pear pie", true)]
    [InlineData("fruit = apple | pear\n[fruit] pie", "fruit pie", false)]
    [InlineData("Äpfel", "apfel", true)]
    [InlineData("яблоко", "красное ЯБЛОКО", true)]
    [InlineData("# nothing", "# nothing", false)]
    [InlineData("", "anything", false)]
    public void Rules_AreWordsPhrasesAndSets(string list, string prompt, bool isBlocked) =>
        Assert.Equal(isBlocked, new WordList(list.Split('\n'), "words.txt").Matches(prompt));

    [Theory]
    [InlineData(
        "ok\n[unknown] pie",
        "Line 2 of words.txt is not a word, a phrase or a set: no line before it says what [unknown] is.")]
    [InlineData("!!!", "Line 1 of words.txt")]
    [InlineData("a = two words | b", "\"two words\" is not one word")]
    [InlineData("a + ", "it names no word")]
    public void AWrongLine_IsNamed(string list, string sentence)
    {
        var e = Assert.Throws<CogSpaceException>(() => new WordList(list.Split('\n'), "words.txt"));

        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
    }
}
