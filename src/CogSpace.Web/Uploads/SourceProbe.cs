using CogSpace.Generation;

namespace CogSpace.Web.Uploads;

/// <summary>Finds out what a picture or a video is, and refuses what a video could not be made from later.</summary>
internal sealed class SourceProbe(Generator generator) : IDisposable
{
    // A picture of a few megabytes may take hundreds when it is decoded.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <exception cref="MediaException">It is damaged, too large or too long.</exception>
    public Task<SourceInfo> LookAsync(string path, SourceKind kind, CancellationToken cancel) =>
        kind == SourceKind.Image ? LookAtImageAsync(path, cancel) : LookAtVideoAsync(path, cancel);

    /// <summary>The recipe in a video that this program has made; null in every other.</summary>
    /// <exception cref="MediaException">It is damaged.</exception>
    public Task<Recipe?> RecipeAsync(string path, CancellationToken cancel) => generator.ReadRecipeAsync(path, cancel);

    public void Dispose() => _oneAtATime.Dispose();

    // All of it: headers say nothing of an end that is missing.
    private async Task<SourceInfo> LookAtImageAsync(string path, CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            var frame = await generator.ReadPictureAsync(path, cancel);
            return new SourceInfo(SourceKind.Image, frame.Width, frame.Height);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    // Its header, and one frame to see that it can be decoded.
    private async Task<SourceInfo> LookAtVideoAsync(string path, CancellationToken cancel) =>
        SourceInfo.Of(await generator.CheckVideoAsync(path, cancel));
}
