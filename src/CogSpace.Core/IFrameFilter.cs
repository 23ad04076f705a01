namespace CogSpace;

/// <summary>Frames in, other frames out, one after the other: never are all of them in memory.</summary>
public interface IFrameFilter
{
    /// <summary>What this part of making a video is called.</summary>
    GenerationStage Stage { get; }

    /// <summary>What comes out when such a video goes in.</summary>
    VideoInfo Describe(VideoInfo source);

    /// <summary>Finds out whether it can work at all, before anybody spends time on frames for it. Keeps no memory.</summary>
    /// <param name="cancel">Ends it between two files.</param>
    /// <exception cref="CogSpaceException">It cannot: the message says why.</exception>
    Task CheckAsync(CancellationToken cancel = default);

    /// <param name="frames">At least one; all of the size that <paramref name="source"/> says.</param>
    /// <param name="source">What goes in.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancel">Takes effect within one step.</param>
    /// <returns>As many frames of the size as <see cref="Describe"/> says.</returns>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    IAsyncEnumerable<Frame> ApplyAsync(
        IAsyncEnumerable<Frame> frames, VideoInfo source, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default);
}
