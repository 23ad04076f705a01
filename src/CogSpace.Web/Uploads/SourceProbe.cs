using CogSpace.Generation;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Uploads;

/// <summary>
/// Finds out what a picture or a video is, and refuses what a video could not be made from later. So many at once, of each
/// address one: looking at a file may take hundreds of megabytes and a core.
/// </summary>
internal sealed class SourceProbe(Generator generator)
{
    private const int PicturesAtOnce = 1;
    private const int VideosAtOnce = 2;

    private readonly TurnGate _pictures = new(PicturesAtOnce);
    private readonly TurnGate _videos = new(VideosAtOnce);

    /// <summary>Looks at a file when it is its visitor's turn.</summary>
    /// <param name="visitor">Who has sent it.</param>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it should be.</param>
    /// <param name="cancel">The visitor has gone.</param>
    /// <returns>What it is; and the recipe in a video that this program has made, null in every other.</returns>
    /// <exception cref="MediaException">It is damaged, too large or too long.</exception>
    public async Task<(SourceInfo Info, Recipe? Recipe)> LookAsync(
        Visitor visitor, string path, SourceKind kind, CancellationToken cancel)
    {
        using (await (kind == SourceKind.Image ? _pictures : _videos).EnterAsync(visitor, cancel))
            return kind == SourceKind.Image
                ? (await LookAtImageAsync(path, cancel), null)
                : (await LookAtVideoAsync(path, cancel), await generator.ReadRecipeAsync(path, cancel));
    }

    // All of it: headers say nothing of an end that is missing.
    private async Task<SourceInfo> LookAtImageAsync(string path, CancellationToken cancel)
    {
        var frame = await generator.ReadPictureAsync(path, cancel);
        return new SourceInfo(SourceKind.Image, frame.Width, frame.Height);
    }

    // Its header, and one frame to see that it can be decoded.
    private async Task<SourceInfo> LookAtVideoAsync(string path, CancellationToken cancel) =>
        SourceInfo.Of(await generator.CheckVideoAsync(path, cancel));
}
