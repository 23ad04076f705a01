namespace CogSpace.Core.Tests;

public sealed class SeedsTests
{
    [Theory]
    [InlineData("0", 0UL)]
    [InlineData(" 42 ", 42UL)]
    [InlineData("4294967296", 1UL << 32)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    public void Parse_TakesWhatTorchTakes(string text, ulong seed) => Assert.Equal(seed, Seeds.Parse(text));

    [Theory]
    [InlineData("-1")]
    [InlineData("−1")]
    public void Parse_OfMinusOne_DrawsOneOf32Bits(string text)
    {
        ulong[] seeds = [.. Enumerable.Range(0, 8).Select(_ => Seeds.Parse(text))];

        Assert.All(seeds, seed => Assert.InRange(seed, 0UL, uint.MaxValue));
        Assert.True(seeds.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData("-2", "“-2”")]
    [InlineData("18446744073709551616", "“18446744073709551616”")]
    [InlineData("1e3", "“1e3”")]
    [InlineData("+5", "“+5”")]
    [InlineData("٣", "“٣”")]
    [InlineData("7,5", "“7,5”")]
    [InlineData("1 000", "“1 000”")]
    [InlineData("", "An empty seed")]
    [InlineData("  ", "An empty seed")]
    public void Parse_OfAnythingElse_SaysWhatIsTaken(string text, string named)
    {
        var e = Assert.Throws<InvalidRequestException>(() => Seeds.Parse(text));

        Assert.Equal(
            $"{named} is not a valid seed: give a whole number from 0 to 18446744073709551615, or -1 for a random one.",
            e.Message);
    }
}
