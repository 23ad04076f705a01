using System.Runtime.Versioning;

namespace CogSpace.Core.Tests;

[SupportedOSPlatform("linux")]
public sealed class LinuxMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OfThisProcess_IsKnown()
    {
        Assert.InRange(LinuxMemory.Resident!.Value, 1 << 20, LinuxMemory.Peak!.Value);
        Assert.True(LinuxMemory.Available > 0);
    }

    [Fact]
    public void OfProcess_IsInBytes()
    {
        File.WriteAllText(_folder["status"], "Name:\tcogspace\nVmPeak:\t 8800000 kB\nVmData:\t  600000 kB\n");

        Assert.Equal(600_000L << 10, LinuxMemory.OfProcess("VmData", _folder.FullPath));
        Assert.Null(LinuxMemory.OfProcess("VmRSS", _folder.FullPath));
        Assert.Null(LinuxMemory.OfProcess("VmRSS", _folder["none"]));
    }

    [Theory]
    [InlineData("2000\n", "", 2000L)]
    [InlineData("max\n", "", null)]
    [InlineData("", "", null)]
    [InlineData("anon 1\ninactive_file 7\n", "inactive_file ", 7L)]
    [InlineData("Max data size     unlimited   unlimited   bytes\n", "Max data size", null)]
    public void Number_IsTheFirstAfterTheName(string text, string name, long? expected)
    {
        File.WriteAllText(_folder["table"], text);

        Assert.Equal(expected, LinuxMemory.Number(_folder["table"], name));
    }
}
