using CogSpace.Web.Components.Studio;

namespace CogSpace.Web.Tests.Components.Studio;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("7.5", 7.5)]
    [InlineData(" 6 ", 6)]
    [InlineData(".5", 0.5)]
    public void Fraction_ReadsAPoint(string text, double number) =>
        Assert.Equal(number, NumberText.Fraction("guidance", text, "0 to 100"));

    [Theory]
    [InlineData("7,5")]
    [InlineData("1,000")]
    [InlineData("1.000,5")]
    [InlineData("1e2")]
    [InlineData("+5")]
    [InlineData("٣")]
    [InlineData("NaN")]
    public void Fraction_GuessesNothing(string text)
    {
        var e = Assert.Throws<InvalidRequestException>(() => NumberText.Fraction("guidance", text, "0 to 100"));

        Assert.EndsWith(
            "is not a valid guidance: give a number, 0 to 100; fractions have a point, as in 7.5.", e.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void AnEmptyField_IsSaidToBeEmpty(string text)
    {
        var whole = Assert.Throws<InvalidRequestException>(() => NumberText.Whole("number of steps", text, "1 to 1000"));
        var fraction = Assert.Throws<InvalidRequestException>(() => NumberText.Fraction("guidance", text, "0 to 100"));

        Assert.Equal("The number of steps is empty: give a whole number, 1 to 1000.", whole.Message);
        Assert.StartsWith("The guidance is empty: give a number, 0 to 100;", fraction.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ASeed_HasAllItsDigits() => Assert.Equal("18446744073709551615", NumberText.Of(ulong.MaxValue));

    [Theory]
    [InlineData("1,000")]
    [InlineData("50.0")]
    [InlineData("5e1")]
    [InlineData("+5")]
    [InlineData("٣")]
    [InlineData("99999999999")]
    public void Whole_GuessesNothing(string text) =>
        Assert.Throws<InvalidRequestException>(() => NumberText.Whole("number of steps", text, "1 to 1000"));
}
