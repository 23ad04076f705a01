using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Open_OfAFolderThatCannotBeWrittenTo_DoesNotBlameAnotherServer()
    {
        Directory.CreateDirectory(_folder["data"]);
        File.CreateSymbolicLink(_folder["data", "server.lock"], "/proc/none");

        var e = Assert.Throws<CogSpaceException>(() => Sample.Open(_folder));

        Assert.Contains("cannot be written to", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Another server", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
