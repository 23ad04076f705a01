using System.Diagnostics;
using System.Net.Sockets;

namespace CogSpace.Core.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commit_ReplacesTheOlderFile(bool isDurable)
    {
        File.WriteAllText(_folder["a.txt"], "older");
        using (var file = AtomicFile.Create(_folder["a.txt"], isDurable))
        {
            Assert.True(file.IsEmpty);
            File.WriteAllText(file.HiddenPath, "newer");
            Assert.False(file.IsEmpty);
            Assert.Equal("older", File.ReadAllText(_folder["a.txt"]));
            file.Commit();
        }

        Assert.Equal("newer", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesTheOlderFileAlone()
    {
        File.WriteAllText(_folder["a.txt"], "older");
        using (var file = AtomicFile.Create(_folder["a.txt"]))
            File.WriteAllText(file.HiddenPath, "newer");

        Assert.Equal("older", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Fact]
    public void Create_DoesNotReplaceADeviceAPipeOrASocket()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["socket"]));
        using (var pipe = Process.Start("mkfifo", [_folder["pipe"]]))
            pipe.WaitForExit();
        File.CreateSymbolicLink(_folder["link"], "/dev/null");

        foreach (string path in (string[])["/dev/null", _folder["socket"], _folder["pipe"], _folder["link"]])
        {
            var e = Assert.Throws<CogSpaceException>(() => AtomicFile.Create(path));
            Assert.Equal($"Cannot write {path}: it is a device, a pipe or a socket; give the name of a file.", e.Message);
        }

        Assert.Equal(["link", "pipe", "socket"], _folder.Names.Order());
    }

    [Theory]
    [InlineData("missing/a.txt", "there is no folder")]
    [InlineData("folder", "it is a folder; give the name of a file.")]
    [InlineData("folder/", "it is a folder; give the name of a file.")]
    [InlineData("/proc/a.txt", "/proc/")] // nobody may create a file there
    public void Create_WhereNoFileCanBe_NamesIt(string place, string why)
    {
        Directory.CreateDirectory(_folder["folder"]);
        string path = Path.Combine(_folder.FullPath, place);

        var e = Assert.Throws<CogSpaceException>(() => AtomicFile.Create(path).Dispose());

        Assert.StartsWith($"Cannot write {path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Equal(["folder"], _folder.Names);
    }

    [Fact]
    public void Create_WithoutAName_AsksForOne() =>
        Assert.Equal(
            "Cannot write \"\": give the name of a file.",
            Assert.Throws<CogSpaceException>(() => AtomicFile.Create("").Dispose()).Message);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Write_WritesTheBytes(bool isDurable)
    {
        AtomicFile.Write(_folder["a.bin"], [1, 2, 3], isDurable);

        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["a.bin"]));
        Assert.Equal(["a.bin"], _folder.Names);
    }

    [Fact]
    public void Write_DiskFails_NamesTheFileAndLeavesNothing()
    {
        var e = Assert.Throws<CogSpaceException>(
            () => AtomicFile.Write(_folder["a.bin"], _ => throw new IOException("No space left on device")));

        Assert.Equal($"Cannot write {_folder["a.bin"]}: No space left on device", e.Message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Write_CallerFails_ItsExceptionComesThrough()
    {
        var failure = new InvalidOperationException();

        Assert.Same(
            failure,
            Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder["a.bin"], _ => throw failure)));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void CommitAll_CommitsEach()
    {
        using (var first = AtomicFile.Create(_folder["a.txt"]))
        using (var second = AtomicFile.Create(_folder["b.txt"]))
            AtomicFile.CommitAll(first, null, second);

        Assert.Equal(["a.txt", "b.txt"], _folder.Names.Order());
    }

    [Fact]
    public void CommitAll_ANameIsTaken_CommitsNone()
    {
        using (var first = AtomicFile.Create(_folder["a.txt"]))
        using (var second = AtomicFile.Create(_folder["b.txt"]))
        {
            Directory.CreateDirectory(_folder["b.txt"]);
            Assert.Throws<CogSpaceException>(() => AtomicFile.CommitAll(first, second));
        }

        Assert.Equal(["b.txt"], _folder.Names);
    }

    [Fact]
    public void CommitAll_FailsInTheMiddle_PutsBackWhatWasThere()
    {
        Directory.CreateDirectory(_folder["gone"]);
        File.WriteAllText(_folder["a.txt"], "older");
        using (var replaced = AtomicFile.Create(_folder["a.txt"]))
        using (var added = AtomicFile.Create(_folder["b.txt"]))
        using (var failing = AtomicFile.Create(_folder["gone", "c.txt"]))
        using (var untouched = AtomicFile.Create(_folder["d.txt"]))
        {
            File.WriteAllText(replaced.HiddenPath, "newer");
            Directory.Delete(_folder["gone"], recursive: true);

            var e = Assert.Throws<CogSpaceException>(() => AtomicFile.CommitAll(replaced, added, failing, untouched));
            Assert.StartsWith($"Cannot write {_folder["gone", "c.txt"]}: ", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal("older", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Fact]
    public void CommitAll_ReplacesOlderFiles_AndLeavesNothingBeside()
    {
        foreach (string name in new[] { "a.txt", "b.txt" })
            File.WriteAllText(_folder[name], "older");
        using (var first = AtomicFile.Create(_folder["a.txt"]))
        using (var second = AtomicFile.Create(_folder["b.txt"]))
            AtomicFile.CommitAll(first, second);

        Assert.Equal(["a.txt", "b.txt"], _folder.Names.Order());
        Assert.All(_folder.Names, name => Assert.Empty(File.ReadAllText(_folder[name])));
    }

    [Fact]
    public void HiddenNameWith_IsBesideTheHiddenName()
    {
        using var file = AtomicFile.Create(_folder["a video.mp4"]);

        Assert.Matches(@"^\.[0-9a-f]{12}\.part$", file.HiddenName);
        Assert.Equal(file.HiddenName.Replace(".part", ".png", StringComparison.Ordinal), file.HiddenNameWith("png"));
    }
}
