using CogSpace.Generation.Rewriting;

namespace CogSpace.Generation.Tests.Rewriting;

public sealed class PromptBriefTests
{
    [Theory]
    [InlineData("cogspace-tiny", true)]
    [InlineData("cogspace-tiny-i2v", true)]
    [InlineData("zai-org/CogVideoX-2b", false)]
    [InlineData(null, false)]
    public void For_TheSmallModels_SaysWhichSentencesTheyUnderstand(string? model, bool isSmall)
    {
        var brief = PromptBrief.For(PromptPurpose.Video, model, (30, text => text.Length));

        Assert.Equal(isSmall, brief.Language is not null);
        Assert.Equal(isSmall, brief.Examples.Count > 0);
        Assert.Equal((30, 5), (brief.Limit, brief.Count("a cat")));
    }

    [Fact]
    public void For_AModelThatCannotBeRead_TakesTheUsualLimit()
    {
        var brief = PromptBrief.For(PromptPurpose.VideoFromPicture, "another", tokens: null);

        Assert.Equal((226, 2), (brief.Limit, brief.Count("a cat on a")));
    }
}
