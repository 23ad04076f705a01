using System.Globalization;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>The video that a new one goes on from, ready to be written before the new frames.</summary>
/// <param name="Path">The file.</param>
/// <param name="Extended">What the recipe says of it.</param>
internal sealed record EarlierVideo(string Path, ExtendedVideo Extended)
{
    /// <param name="request">That may extend a video.</param>
    /// <param name="videos">Reads it.</param>
    /// <param name="added">The new frames as they are written.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>null where the request extends none.</returns>
    /// <exception cref="InvalidRequestException">The new frames would not fit to it.</exception>
    /// <exception cref="MediaException">It cannot be read.</exception>
    public static async Task<EarlierVideo?> OfAsync(
        GenerationRequest request, VideoReader videos, VideoInfo added, CancellationToken cancel)
    {
        if (request is not ImageToVideo { Extends: { } path })
            return null;
        var info = await videos.ProbeAsync(path, cancel);
        if (!Fits(info, EvenSize.Of(added)))
            throw new InvalidRequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"The video cannot be extended: it has {info.Width} x {info.Height} pixels at {info.FramesPerSecond:0.##} " +
                $"frames per second, and what would follow {added.Width} x {added.Height} at {added.FramesPerSecond:0.##}."));
        return new EarlierVideo(path, new ExtendedVideo(await FileHash.OfAsync(path, cancel), info.Frames));
    }

    /// <summary>Whether frames of the one can follow those of the other.</summary>
    private static bool Fits(VideoInfo one, VideoInfo other) =>
        (one.Width, one.Height) == (other.Width, other.Height) && one.HasRateOf(other);
}
