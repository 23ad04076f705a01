using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>A finished video in other formats, beside it under its name.</summary>
/// <param name="generator">Makes them.</param>
/// <param name="formats">Those that are wanted.</param>
public sealed class OtherFormats(Generator generator, IReadOnlyList<VideoFormat> formats)
{
    /// <inheritdoc cref="OutputFiles.CheckWritable"/>
    public void CheckWritable(string video) => OutputFiles.CheckWritable([video, .. Paths(video)]);

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

    private IEnumerable<string> Paths(string video) => formats.Select(format => VideoConverter.PathOf(video, format));
}
