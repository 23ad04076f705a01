using System.ComponentModel;
using System.Runtime.Versioning;
using FFMpegCore;
using FFMpegCore.Exceptions;
using Instances.Exceptions;

namespace CogSpace.Portable.Tests.FFMpegCore;

/// <summary>Runs against FFMpegCore 5.4.0 and against the subset alike.</summary>
[Collection(nameof(FFMpegArgumentProcessorTests)), SupportedOSPlatform("linux")]
public sealed class FFMpegArgumentProcessorTests : IDisposable
{
    private const int Patience = 30_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("cogspace-ffmpeg-").FullName;

    [Fact(Timeout = Patience)]
    public async Task ProcessAsynchronously_WritesIntoTheWorkingDirectory()
    {
        Assert.True(await Run().ProcessAsynchronously(true, new FFOptions { WorkingDirectory = _folder }));

        Assert.True(new FileInfo(Path.Combine(_folder, "out.mp4")).Length > 0);
    }

    [Fact(Timeout = Patience)]
    public async Task ProcessAsynchronously_OfAFile_ReadsIt()
    {
        Assert.True(await Run().ProcessAsynchronously(true, new FFOptions { WorkingDirectory = _folder }));

        Assert.True(await FFMpegArguments.FromFileInput("out.mp4", verifyExists: false).OutputToFile("again.mp4").ProcessAsynchronously(true, new FFOptions { WorkingDirectory = _folder }));

        Assert.True(new FileInfo(Path.Combine(_folder, "again.mp4")).Length > 0);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ProcessAsynchronously_OfAFileThatMustBeThere_Throws(bool throwOnError)
    {
        var e = await Assert.ThrowsAsync<FileNotFoundException>(
            () => FFMpegArguments.FromFileInput(Path.Combine(_folder, "none.mp4")).OutputToFile(Path.Combine(_folder, "out.mp4")).ProcessAsynchronously(throwOnError));

        Assert.Equal(Path.Combine(_folder, "none.mp4"), e.FileName);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ProcessAsynchronously_WithoutAProgram_Throws(bool throwOnError)
    {
        string? path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", _folder);
        try
        {
            var e = await Assert.ThrowsAsync<InstanceFileNotFoundException>(() => Run().ProcessAsynchronously(throwOnError));

            Assert.IsType<Win32Exception>(e.InnerException);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task ProcessAsynchronously_WhenFfmpegFails_CarriesItsWords()
    {
        var options = Script("echo one >&2; echo >&2; echo two >&2; exit 3");
        var heard = new List<string>();

        var e = await Assert.ThrowsAsync<FFMpegException>(() => Run().NotifyOnError(heard.Add).ProcessAsynchronously(true, options));

        Assert.Equal((FFMpegExceptionType.Process, "one\n\ntwo"), (e.Type, e.FFMpegErrorOutput));
        Assert.Equal(["one", "", "two"], heard);
    }

    [Fact(Timeout = Patience)]
    public async Task ProcessAsynchronously_WhenFfmpegFails_AndNothingIsToBeThrown_IsFalse() =>
        Assert.False(await Run().ProcessAsynchronously(throwOnError: false, Script("exit 3")));

    [Fact(Timeout = Patience)]
    public async Task ProcessAsynchronously_WhenTheSourceFails_ThrowsWhatItThrew()
    {
        var failure = new InvalidOperationException("no more");

        var e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Run(new StubSource { Failure = failure }).ProcessAsynchronously(true, new FFOptions { WorkingDirectory = _folder }));

        Assert.Same(failure, e);
    }

    [Fact(Timeout = Patience)]
    public async Task ProcessAsynchronously_WhenTheFileIsToBeKept_Throws()
    {
        string path = Path.Combine(_folder, "kept.mp4");
        await File.WriteAllTextAsync(path, "kept", TestContext.Current.CancellationToken);

        var e = await Assert.ThrowsAsync<FFMpegException>(
            () => FFMpegArguments.FromPipeInput(new StubSource()).OutputToFile(path, overwrite: false).ProcessAsynchronously());

        Assert.Equal(FFMpegExceptionType.File, e.Type);
        Assert.Equal("kept", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Patience)]
    public async Task ProcessAsynchronously_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource(500);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Run().CancellableThrough(cancellation.Token).ProcessAsynchronously(true, Script("exec sleep 100")));
    }

    [Fact(Timeout = Patience)]
    public async Task ProcessAsynchronously_Cancelled_AndNothingIsToBeThrown_IsFalse()
    {
        using var cancellation = new CancellationTokenSource(500);

        Assert.False(await Run().CancellableThrough(cancellation.Token).ProcessAsynchronously(false, Script("exec sleep 100")));
    }

    [Fact(Timeout = Patience)]
    public async Task ProcessAsynchronously_Cancelled_GivesTimeToQuit()
    {
        // Reads one letter, as ffmpeg does, and needs a moment to finish.
        var options = Script($"dd bs=1 count=1 of={_folder}/letter 2> /dev/null; sleep 0.3; touch {_folder}/finished");
        using var cancellation = new CancellationTokenSource(500);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Run().CancellableThrough(cancellation.Token, timeout: 10_000).ProcessAsynchronously(true, options));

        Assert.Equal("q", await File.ReadAllTextAsync(Path.Combine(_folder, "letter"), TestContext.Current.CancellationToken));
        Assert.True(File.Exists(Path.Combine(_folder, "finished")));
    }

    [Fact]
    public void CancellableThrough_ACancelledToken_Throws() =>
        Assert.Throws<OperationCanceledException>(() => Run().CancellableThrough(new CancellationToken(canceled: true)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static FFMpegArgumentProcessor Run(StubSource? source = null) =>
        FFMpegArguments.FromPipeInput(source ?? new StubSource()).OutputToFile("out.mp4");

    // In ffmpeg's place.
    private FFOptions Script(string script)
    {
        string program = Path.Combine(_folder, "ffmpeg");
        File.WriteAllText(program, $"#!/bin/sh\n[ \"$1\" = -version ] && exit 0\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new FFOptions { BinaryFolder = _folder };
    }

    /// <summary>These change the PATH and run what they have just written: nothing runs beside them.</summary>
    [CollectionDefinition(nameof(FFMpegArgumentProcessorTests), DisableParallelization = true)]
    public sealed class Alone;
}
