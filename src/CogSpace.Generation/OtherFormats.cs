using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>A finished video in other forms, beside it under its name.</summary>
/// <param name="converter">Makes them.</param>
/// <param name="forms">Those that are wanted.</param>
public sealed class OtherFormats(VideoConverter converter, IReadOnlyList<VideoFormat> forms)
{
    /// <inheritdoc cref="OutputFiles.CheckWritable"/>
    public void CheckWritable(string video) => OutputFiles.CheckWritable([video, .. Paths(video)]);

    /// <param name="video">The MP4, finished.</param>
    /// <param name="cancel">Ends it; forms that are complete by then stay.</param>
    /// <returns>The files.</returns>
    /// <exception cref="MediaException">One could not be made.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(string video, CancellationToken cancel = default)
    {
        foreach (var form in forms)
            await converter.ConvertAsync(video, form, VideoConverter.PathOf(video, form), cancel);
        return [.. Paths(video)];
    }

    private IEnumerable<string> Paths(string video) => forms.Select(form => VideoConverter.PathOf(video, form));
}
