using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>Changes the PATH of the process.</summary>
[Collection(OneByOne.Name)]
public sealed class MissingFfmpegTests : IDisposable
{
    private readonly OlderVideo _older = new();
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public MissingFfmpegTests() => Environment.SetEnvironmentVariable("PATH", _older.Folder.FullPath);

    [Fact]
    public async Task NoProgramOnThePath()
    {
        var e = await Assert.ThrowsAsync<MediaException>(() =>
            new VideoWriter(new EncodingOptions()).WriteAsync(
                Clip.Unasked(), 8, _older.Path, TestContext.Current.CancellationToken)
        );

        Assert.StartsWith(
            $"Cannot write {_older.Path}: the program ffmpeg is not installed", e.Message, StringComparison.Ordinal);
        _older.AssertUntouched();
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        _older.Dispose();
    }
}
