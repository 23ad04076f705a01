using System.Globalization;

namespace CogSpace.Core.Tests;

public sealed class PlainNumberTests
{
    [Theory]
    [InlineData("7.5", 7.5)]
    [InlineData("-0.25", -0.25)]
    [InlineData(" 6 ", 6.0)]
    [InlineData(".5", 0.5)]
    public void Fraction_ReadsAPoint(string text, double number) => Assert.Equal(number, PlainNumber.Fraction(text));

    [Theory]
    [InlineData("0", 0)]
    [InlineData(" 42\t", 42)]
    [InlineData("-7", -7)]
    [InlineData("007", 7)]
    [InlineData("2147483647", int.MaxValue)]
    public void Whole_ReadsDigits(string text, int number)
    {
        Assert.Equal(number, PlainNumber.Whole(text));
        Assert.Equal(number, PlainNumber.LargeWhole(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("7,5")]
    [InlineData("1,000")]
    [InlineData("1 000")]
    [InlineData("1'000")]
    [InlineData("1_000")]
    [InlineData("1e3")]
    [InlineData("+5")]
    [InlineData("--5")]
    [InlineData("(5)")]
    [InlineData("0x10")]
    [InlineData("٣")]
    [InlineData("５")]
    [InlineData("1.2.3")]
    [InlineData("5.")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("∞")]
    [InlineData("$5")]
    public void AnythingElse_IsNotANumber(string text)
    {
        Assert.Null(PlainNumber.Whole(text));
        Assert.Null(PlainNumber.LargeWhole(text));
        Assert.Null(PlainNumber.Fraction(text));
    }

    [Fact]
    public void TheLanguageOfTheSystem_ChangesNothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator) = (",", ".");
            CultureInfo.CurrentCulture = other;
            Assert.Equal((7.5, null), (PlainNumber.Fraction("7.5"), PlainNumber.Fraction("7,5")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void WhatIsTooLarge_IsNotANumber()
    {
        Assert.Null(PlainNumber.Whole("2147483648"));
        Assert.Equal(2147483648, PlainNumber.LargeWhole("2147483648"));
        Assert.Null(PlainNumber.LargeWhole("9223372036854775808"));
        Assert.Null(PlainNumber.Fraction(new string('9', 1_000_000)));
    }

    [Fact]
    public void Shown_IsShort() => Assert.Equal(25, PlainNumber.Shown(new string('9', 1_000_000)).Length);
}
