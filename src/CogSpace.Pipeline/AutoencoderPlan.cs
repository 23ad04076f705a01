using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>Which frames of a video an autoencoder is given, and in what size: such that as much comes out as goes in.</summary>
/// <param name="Sampling">Which frames.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Notes">What the person should know, a sentence each; usually empty.</param>
public sealed record AutoencoderPlan(FrameSampling Sampling, int Width, int Height, IReadOnlyList<string> Notes)
{
    private const int MostSide = 4096;

    /// <param name="config">The autoencoder's.</param>
    /// <param name="video">What is to be encoded; a picture is a video of one frame.</param>
    /// <param name="width">Null: the video's own, down to what is possible.</param>
    /// <param name="height">Null: the video's own, down to what is possible.</param>
    /// <param name="frames">The most to take; null: all.</param>
    /// <exception cref="InvalidRequestException">The autoencoder cannot do that.</exception>
    internal static AutoencoderPlan Of(VaeConfig config, VideoInfo video, int? width, int? height, int? frames)
    {
        if (frames < 1)
            throw new InvalidRequestException($"{frames} frames are not possible: choose 1 or more.");
        int most = Math.Min(frames ?? video.Frames, video.Frames);
        int count = FrameCounts.Unchanged(most, config);
        string[] notes =
            count == most
                ? []
                :
                [
                    $"{count} frames were taken instead of {most}, because the autoencoder works in groups of " +
                    $"{2 * (int)config.TemporalCompressionRatio}.",
                ];
        return new AutoencoderPlan(
            new FrameSampling(1, count, video.FramesPerSecond), Side("width", width, video.Width, config),
            Side("height", height, video.Height, config), notes);
    }

    private static int Side(string name, int? asked, int own, VaeConfig config)
    {
        int stride = config.SpatialCompression;
        int side = asked ?? Math.Clamp(own / stride * stride, stride, MostSide);
        if (side < stride || side > MostSide || side % stride != 0)
            throw new InvalidRequestException(
                $"A {name} of {side} pixels is not possible: choose a multiple of {stride} up to {MostSide}.");
        return side;
    }
}
