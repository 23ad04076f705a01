namespace CogSpace.Core.Tests;

public sealed class PlainSettingTests
{
    [Theory]
    [InlineData("50", typeof(int))]
    [InlineData("50", typeof(int?))]
    [InlineData("10000000000", typeof(long))]
    [InlineData("7.5", typeof(double))]
    [InlineData("00:01:30", typeof(TimeSpan))]
    [InlineData("7.00:00:00", typeof(TimeSpan))]
    [InlineData("TRUE", typeof(bool))]
    [InlineData("i8", typeof(WeightKind))]
    [InlineData("anything", typeof(string))]
    public void Problem_OfAValue_IsNull(string text, Type type) => Assert.Null(PlainSetting.Problem(text, type));

    [Theory]
    [InlineData("7,5", typeof(int), "\"7,5\" is not a whole number: write digits alone, such as 50.")]
    [InlineData("7,5", typeof(double), "\"7,5\" is not a number: write digits, and a point before a fraction, such as 7.5.")]
    [InlineData("1,000", typeof(long?), "\"1,000\" is not a whole number: write digits alone, such as 50.")]
    [InlineData("30", typeof(TimeSpan), "\"30\" is not a time: write hours:minutes:seconds, such as 00:01:30.")]
    [InlineData("٠٠:٠١", typeof(TimeSpan), "\"٠٠:٠١\" is not a time: write hours:minutes:seconds, such as 00:01:30.")]
    [InlineData("yes", typeof(bool), "\"yes\" is neither true nor false.")]
    [InlineData("9", typeof(WeightKind), "\"9\" is not one of Auto, BF16, I8.")]
    public void Problem_OfAnythingElse_SaysWhatIsTaken(string text, Type type, string problem) =>
        Assert.Equal(problem, PlainSetting.Problem(text, type));
}
