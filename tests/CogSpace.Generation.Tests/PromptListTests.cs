using System.Text;

namespace CogSpace.Generation.Tests;

public sealed class PromptListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => _folder["prompts.txt"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a cat\na dog")]
    [InlineData("\r\n  a cat \r\n\r\n# no bird\r\n\t#neither\r\n a dog\r\n")]
    [InlineData("a cat\ra dog\r")]
    public async Task Read_TakesOneFromEachLine(string text)
    {
        await System.IO.File.WriteAllTextAsync(File, text, Cancel);

        Assert.Equal(["a cat", "a dog"], await PromptList.ReadAsync(File, Cancel));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Read_TakesWhatEditorsWrite(string encoding)
    {
        await System.IO.File.WriteAllTextAsync(File, "кот\na cat — “grey”", Encoding.GetEncoding(encoding), Cancel);

        Assert.Equal(["кот", "a cat — “grey”"], await PromptList.ReadAsync(File, Cancel));
    }

    [Theory]
    [InlineData("", "There are no prompts in")]
    [InlineData(" \n\n# nothing\n", "There are no prompts in")]
    [InlineData("a cat\0a dog", "it is not a text in UTF-8")]
    public async Task Read_OfSomethingElse_IsASentence(string text, string sentence)
    {
        await System.IO.File.WriteAllTextAsync(File, text, Cancel);

        await AssertRefusedAsync(sentence);
    }

    [Theory]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x00, 0xD8 })]
    public async Task Read_OfBytesThatAreNotText_IsASentence(byte[] bytes)
    {
        await System.IO.File.WriteAllBytesAsync(File, bytes, Cancel);

        await AssertRefusedAsync("it is not a text in UTF-8");
    }

    [Fact]
    public async Task Read_OfTenThousandLines_IsASentence()
    {
        await System.IO.File.WriteAllLinesAsync(File, Enumerable.Repeat("a cat", 999), Cancel);
        Assert.Equal(999, (await PromptList.ReadAsync(File, Cancel)).Count);
        await System.IO.File.WriteAllLinesAsync(File, Enumerable.Repeat("a cat", 10_000), Cancel);

        await AssertRefusedAsync("There are more than 999 prompts in");
    }

    [Fact]
    public async Task Read_OfAHundredMegabytes_ReadsNoMoreThanFour()
    {
        await using (var file = System.IO.File.Create(File))
            file.SetLength(100_000_000);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        await AssertRefusedAsync("is larger than the 4 MB that a list of prompts may have");

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20_000_000);
    }

    [Fact]
    public async Task Read_OfNoFile_IsASentence()
    {
        await AssertRefusedAsync("There is no file");
        var e = await Assert.ThrowsAsync<CogSpaceException>(() => PromptList.ReadAsync(_folder.FullPath, Cancel));
        Assert.StartsWith("Cannot read", e.Message, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(string sentence)
    {
        var e = await Assert.ThrowsAsync<InvalidRequestException>(() => PromptList.ReadAsync(File, Cancel));
        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
    }
}
