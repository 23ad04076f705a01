using CogSpace.Pipeline.Text;

namespace CogSpace.Pipeline.Tests.Text;

public sealed class UnknownWordsTests
{
    private static readonly T5Tokenizer Tokenizer = T5Tokenizer.Load(TokenizerFolder.Tiny);

    [Theory]
    [InlineData("a red circle moves from left to right on a white background")]
    [InlineData("{a} “red” ~circle~, 3 < 5 — moves\n\tup … !")]        // the vocabulary lacks some of the signs
    [InlineData("a red circle 🔴 moves up")]
    [InlineData("кот a red circle")]
    [InlineData("красный круг red circle")]                           // half
    [InlineData("")]
    [InlineData(" ... ")]
    public void Note_WhereMostIsKnown_IsNull(string text) => Assert.Null(Note(text));

    [Theory]
    [InlineData(
        "красный круг движется слева направо, a circle, по белому фону",
        "CogVideoX understands English; 8 of 10 words are unknown to it.")]
    [InlineData("красный круг circle", "CogVideoX understands English; 2 of 3 words are unknown to it.")]
    [InlineData("κόκκινος κύκλος", "CogVideoX understands English; nothing in this prompt is known to it.")]
    [InlineData("दौड़ता हुआ घोड़ा", "CogVideoX understands English; nothing in this prompt is known to it.")]
    [InlineData("🦊 ❄️ 🏃🏽‍♀️", "CogVideoX understands English; nothing in this prompt is known to it.")]
    [InlineData("🦊 ❄️ runs", "CogVideoX understands English; 2 of 3 words are unknown to it.")]
    [InlineData("一只红色的狐狸", "CogVideoX understands English; nothing in this prompt is known to it.")]
    [InlineData("一只红色的狐狸 3D", "CogVideoX understands English; 7 of 9 characters are unknown to it.")]
    [InlineData("วงกลมสีแดง", "CogVideoX understands English; nothing in this prompt is known to it.")]
    [InlineData("赤い円がright、動く。", "CogVideoX understands English; 6 of 11 characters are unknown to it.")]
    public void Note_WhereMostIsUnknown_SaysHowMuch(string text, string note) => Assert.Equal(note, Note(text));

    [Fact]
    public void Of_HalfOfASurrogatePair_IsAWordLikeOthers() =>
        Assert.Equal(new UnknownWords(0, 2, "words"), UnknownWords.Of("a \ud83e", Tokenizer.Knows));

    [Fact]
    public void Plan_OfAPromptInAnotherScript_SaysSo()
    {
        var plan = Model.Open(Repository.TinyModel).Plan(new TextToVideo { Prompt = "красный круг", Seed = 1 });

        Assert.Equal("CogVideoX understands English; nothing in this prompt is known to it.", plan.Notes[0]);
    }

    private static string? Note(string text) => UnknownWords.Of(text, Tokenizer.Knows).Note;
}
