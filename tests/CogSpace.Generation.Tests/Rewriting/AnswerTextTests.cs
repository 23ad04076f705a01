using CogSpace.Generation.Rewriting;

namespace CogSpace.Generation.Tests.Rewriting;

public sealed class AnswerTextTests
{
    [Theory]
    [InlineData("A cat sleeps.", "A cat sleeps.")]
    [InlineData("  \n A cat\n\nsleeps.\t ", "A cat sleeps.")]
    [InlineData("\"A cat sleeps.\"", "A cat sleeps.")]
    [InlineData("“A cat sleeps.”", "A cat sleeps.")]
    [InlineData("'It's a cat.'", "It's a cat.")]
    [InlineData("[A cat sleeps.]", "A cat sleeps.")]
    [InlineData("\"Go\" says a sign, another says \"Stop\"", "\"Go\" says a sign, another says \"Stop\"")]
    [InlineData("Sure, here is the enhanced prompt: A cat sleeps.", "A cat sleeps.")]
    [InlineData("Sure! A cat sleeps.", "A cat sleeps.")]
    [InlineData(
        "Sure thing! Here’s a detailed description of your video:\n\n\"A cat sleeps.\"\n\nLet me know if you want changes!",
        "A cat sleeps.")]
    [InlineData("Certainly. Here are the words you asked for:\nA cat sleeps.", "A cat sleeps.")]
    [InlineData("I've rewritten your prompt: A cat sleeps.", "A cat sleeps.")]
    [InlineData("**Enhanced prompt:** A *grey* cat sleeps.", "A grey cat sleeps.")]
    [InlineData("### Video description\nPrompt: \"A cat sleeps.\"", "Video description Prompt: \"A cat sleeps.\"")]
    [InlineData("\"Prompt: A cat sleeps.\"", "A cat sleeps.")]
    [InlineData("```text\nA cat sleeps.\n```\nHope this helps!", "A cat sleeps.")]
    [InlineData("- A cat sleeps.\n- Its tail moves.\n---", "A cat sleeps. Its tail moves.")]
    [InlineData("1. A cat sleeps.", "A cat sleeps.")]
    [InlineData("A [grey cat](https://example.org) sleeps.", "A grey cat sleeps.")]
    [InlineData("<think>The user wants a cat.\nLet me see.</think>\n\nA cat sleeps.", "A cat sleeps.")]
    [InlineData("<think>I never came to an end", "")]
    [InlineData(
        "A sure-footed goat climbs. Here is its path: a steep wall.",
        "A sure-footed goat climbs. Here is its path: a steep wall.")]
    [InlineData("Here are two cats, and here: a dog.", "a dog.")]
    [InlineData("", "")]
    public void Clean_LeavesTheDescription(string answer, string text) => Assert.Equal(text, AnswerText.Clean(answer));

    [Fact]
    public void Clean_OfAnythingLong_IsQuick()
    {
        foreach (string piece in new[] { "*", "[", "<think>", "<a ", "\"", "- ", "here is ", "```", "_ ", "enhanced " })
            Assert.True(AnswerText.Clean(string.Concat(Enumerable.Repeat(piece, 64_000 / piece.Length))).Length <= 64_000);
    }

    [Theory]
    [InlineData("I'm sorry, but I can't help with that.", true)]
    [InlineData("I’m really sorry, I cannot do this.", true)]
    [InlineData("Sorry, I can't.", true)]
    [InlineData("I cannot assist with this request.", true)]
    [InlineData("I won't describe that.", true)]
    [InlineData("As an AI, I have no eyes.", true)]
    [InlineData("Unfortunately, I am not allowed to.", true)]
    [InlineData("A man says he is sorry.", false)]
    [InlineData("I see a wide valley at dawn.", false)]
    public void IsRefusal_IsToldByHowItBegins(string text, bool isRefusal) => Assert.Equal(isRefusal, AnswerText.IsRefusal(text));

    [Theory]
    [InlineData("<html>", true)]
    [InlineData("A cat<br/>sleeps", true)]
    [InlineData("<!DOCTYPE html>", true)]
    [InlineData("a heart <3 on a wall, 3 < 5 > 4", false)]
    public void IsMarkup_IsToldByTags(string text, bool isMarkup) => Assert.Equal(isMarkup, AnswerText.IsMarkup(text));
}
