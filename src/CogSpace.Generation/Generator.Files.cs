using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <content>Pictures and videos that lie there already.</content>
public sealed partial class Generator
{
    private const int LongestSampleSide = 512;

    /// <summary>Decodes a picture that somebody else made; of a GIF, its first one.</summary>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public Task<Frame> ReadPictureAsync(string path, CancellationToken cancel = default) => _images.ReadAsync(path, cancel);

    /// <summary>Looks at a video without decoding it.</summary>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public Task<VideoInfo> ProbeVideoAsync(string path, CancellationToken cancel = default) => _videos.ProbeAsync(path, cancel);

    /// <summary>Looks at a video, and decodes one frame to see that it can be.</summary>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public async Task<VideoInfo> CheckVideoAsync(string path, CancellationToken cancel = default)
    {
        var info = await _videos.ProbeAsync(path, cancel);
        await foreach (
            var _ in _videos.ReadAsync(path, new FrameSampling(1, 1, info.FramesPerSecond), crop: null, 16, 16, cancel))
            break;
        return info;
    }

    /// <summary>Reads how a video was made.</summary>
    /// <returns>null: the file carries no recipe, or none that can be used.</returns>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public async Task<Recipe?> ReadRecipeAsync(string path, CancellationToken cancel = default) =>
        RecipeTags.Read(await _videos.ReadTagsAsync(path, cancel));

    /// <summary>Reads how a video was made, so that another can be made like it.</summary>
    /// <exception cref="InvalidRequestException">The file carries no recipe, or none that can be used.</exception>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public async Task<Recipe> RequireRecipeAsync(string path, CancellationToken cancel = default)
    {
        var tags = await _videos.ReadTagsAsync(path, cancel);
        return RecipeTags.Read(tags) ?? throw new InvalidRequestException(
            RecipeJson.IsMarked(tags.Comment)
                ? $"The recipe of {path} cannot be used: another version of CogSpace wrote it, or it is damaged."
                : $"{path} carries no recipe: only videos that CogSpace made do, as long as no other program has rewritten " +
                "them.");
    }

    /// <summary>Decodes a video. Never are all frames in memory.</summary>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public IAsyncEnumerable<Frame> ReadFramesAsync(string path, CancellationToken cancel = default) =>
        _videos.ReadAllAsync(path, new SourceReport(), cancel);

    /// <summary>Decodes the last frame of a video.</summary>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public async Task<Frame> ReadLastFrameAsync(string path, CancellationToken cancel = default)
    {
        Frame? last = null;
        await foreach (var frame in ReadFramesAsync(path, cancel))
            last = frame;
        return last ?? throw new MediaException($"{path} has no frames.");
    }

    /// <summary>Takes a few pictures of a video, at even distances, for somebody to look at.</summary>
    /// <param name="path">The video.</param>
    /// <param name="count">How many; fewer where it has fewer frames.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>JPEGs, no side longer than 512 pixels.</returns>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public async Task<IReadOnlyList<byte[]>> SampleAsync(string path, int count, CancellationToken cancel = default)
    {
        var info = await _videos.ProbeAsync(path, cancel);
        int taken = Math.Clamp(count, 1, info.Frames);
        int stride = info.Frames / taken;
        int first = (info.Frames - 1 - (stride * (taken - 1))) / 2;
        double scale = Math.Min(1, (double)LongestSampleSide / Math.Max(info.Width, info.Height));
        var frames = _videos.ReadAsync(
            path, new FrameSampling(stride, taken, info.FramesPerSecond / stride, first), crop: null,
            Math.Max(1, (int)(info.Width * scale)), Math.Max(1, (int)(info.Height * scale)), cancel);
        return await frames.Select(JpegEncoder.Encode).ToListAsync(cancel);
    }

    /// <summary>
    /// Brings a finished MP4 into another format. The file appears under its name when it is complete; until then, and after
    /// any failure, what was there stays there.
    /// </summary>
    /// <param name="video">An MP4 made here.</param>
    /// <param name="format">What it becomes.</param>
    /// <param name="path">An existing file is replaced; the folder must exist.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="MediaException">The video is not there, or it cannot be converted.</exception>
    public Task ConvertAsync(string video, VideoFormat format, string path, CancellationToken cancel = default) =>
        _converter.ConvertAsync(video, format, path, cancel);
}
