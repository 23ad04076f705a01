using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>Texts that no field of the page sends, and a program can.</summary>
public sealed class RequestCheckTests
{
    [Theory]
    [InlineData("half of \ud83d an emoji", "The prompt has a character that cannot be read. Please type it again.")]
    [InlineData(
        "a bell \u0007", "The prompt has a control character (U+0007), which says nothing about a video. Please remove it.")]
    public void CheckText_OfCharactersThatAreNoText_NamesTheFieldAndTheCharacter(string text, string sentence)
    {
        var refused = Assert.Throws<InvalidRequestException>(() => RequestCheck.CheckText("prompt", text, "Prompt"));

        Assert.Equal((sentence, "Prompt"), (refused.Message, refused.Setting));
    }

    [Fact]
    public void CheckText_TakesLinesTabsAndWholeEmoji() => RequestCheck.CheckText("prompt", "a fox \ud83e\udd8a\r\n\tin snow");

    [Fact]
    public void CheckText_OfATextThatIsTooLong_SaysHowLongItMayBe()
    {
        string longest = new('a', RequestCheck.MaxCharacters);
        RequestCheck.CheckText("prompt", longest);

        var refused = Assert.Throws<InvalidRequestException>(() => RequestCheck.CheckText("prompt", longest + "a"));

        Assert.Equal(
            $"The prompt has {longest.Length + 1} characters: take {longest.Length} at most.", refused.Message);
    }
}
