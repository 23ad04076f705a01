namespace CogSpace.Core.Tests;

public sealed class FileIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Of_IsOneForAllNamesOfAFile_AndAnotherForItsCopy()
    {
        File.WriteAllText(_folder["a"], "x");
        Disk.Link(_folder["a"], _folder["b"]);
        File.Copy(_folder["a"], _folder["c"]);

        var identity = FileIdentity.Of(_folder["a"]);

        Assert.NotNull(identity);
        Assert.Equal(identity, FileIdentity.Of(_folder["b"]));
        Assert.NotEqual(identity, FileIdentity.Of(_folder["c"]));
        Assert.Null(FileIdentity.Of(_folder["none"]));
    }

    public void Dispose() => _folder.Dispose();
}
