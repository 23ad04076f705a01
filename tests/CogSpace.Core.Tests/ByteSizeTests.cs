namespace CogSpace.Core.Tests;

public class ByteSizeTests
{
    [Theory]
    [InlineData(1, "1 B")]
    [InlineData(999, "999 B")]
    [InlineData(1500, "1.5 kB")]
    [InlineData(8_660_000, "8.66 MB")]
    [InlineData(500_000_000, "500 MB")]
    [InlineData(1_345_000_000, "1.35 GB")]
    [InlineData(21_480_000_000, "21.5 GB")]
    [InlineData(3_000_000_000_000, "3 TB")]
    public void Format_ThreeDigitsAndAUnit(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));

    [Theory]
    [InlineData("5GB", 5_000_000_000)]
    [InlineData("500mb", 500_000_000)]
    [InlineData("1.5 kB", 1500)]
    [InlineData("77", 77)]
    public void Parse_ReadsUnitsOfAThousand(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("GB")]
    [InlineData("-5GB")]
    [InlineData("0.1")]
    [InlineData("1e30")]
    [InlineData("99999999999TB")]
    [InlineData("many")]
    public void Parse_AnythingElse_IsNull(string text) => Assert.Null(ByteSize.Parse(text));
}
