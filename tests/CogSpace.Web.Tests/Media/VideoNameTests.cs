using CogSpace.Web.Media;

namespace CogSpace.Web.Tests.Media;

public sealed class VideoNameTests
{
    [Theory]
    [InlineData("A red circle, moving!", "a-red-circle-moving-seed-7.mp4")]
    [InlineData("../../etc/passwd", "etc-passwd-seed-7.mp4")]
    [InlineData("CON:|<>*?\\\"'", "con-seed-7.mp4")]
    [InlineData("🙂🙂", "video-seed-7.mp4")]
    [InlineData("❤️", "video-seed-7.mp4")]
    [InlineData("👩‍❤️‍👨 ☀️", "video-seed-7.mp4")]
    [InlineData("a ❤️ grows", "a-grows-seed-7.mp4")]
    [InlineData("赤い円が動く", "赤い円が動く-seed-7.mp4")]
    [InlineData("चित्र", "चित्र-seed-7.mp4")]
    [InlineData("a\r\nb\0c\u202ed", "a-b-c-d-seed-7.mp4")]
    [InlineData("\ud83d", "video-seed-7.mp4")]
    public void Of_KeepsLettersAndDigits(string prompt, string name) =>
        Assert.Equal(name, VideoName.Of(new TextToVideo { Prompt = prompt, Seed = 7 }));

    [Fact]
    public void Of_ALongPrompt_IsShort_AndCutsNoCharacterInTwo()
    {
        string name = VideoName.Of(
            new TextToVideo { Prompt = "x" + string.Concat(Enumerable.Repeat("𝒜", 100)), Seed = uint.MaxValue });

        Assert.EndsWith("-seed-4294967295.mp4", name, StringComparison.Ordinal);
        Assert.InRange(name.Length, 40, 80);
        Assert.DoesNotContain('\ufffd', name);
        Assert.All(name.EnumerateRunes(), rune => Assert.NotEqual(System.Text.Rune.ReplacementChar, rune));
    }
}
