using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>A finished video in other formats, beside it under its name.</summary>
/// <param name="generator">Makes them.</param>
/// <param name="formats">Those that are wanted.</param>
public sealed class OtherFormats(Generator generator, IReadOnlyList<VideoFormat> formats)
{
    /// <summary>Finds out before the work that a file cannot be written, or a format not be made.</summary>
    /// <exception cref="CogSpaceException">The message says which and why.</exception>
    public void CheckWritable(string video)
    {
        OutputFiles.CheckVideosWritable([video], [.. Paths(video)]);
        if (formats.Count > 0 && !VideoFileName.HoldsH264(video))
            throw new InvalidRequestException(
                $"Other formats of {video} cannot be made: they are made from a video whose name ends in .mp4 or .mkv.");
    }

    /// <summary>Whether all of them stand beside the video.</summary>
    public bool AreThere(string video) => Paths(video).All(File.Exists);

    /// <param name="video">The MP4, finished.</param>
    /// <param name="cancel">Ends it; formats that are complete by then stay.</param>
    /// <returns>The files.</returns>
    /// <exception cref="MediaException">One could not be made.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(string video, CancellationToken cancel = default)
    {
        foreach (var format in formats)
            await generator.ConvertAsync(video, format, VideoConverter.PathOf(video, format), cancel);
        return [.. Paths(video)];
    }

    /// <summary>Where they go.</summary>
    public IEnumerable<string> Paths(string video) => formats.Select(format => VideoConverter.PathOf(video, format));
}
