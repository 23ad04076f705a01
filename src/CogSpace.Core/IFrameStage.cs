namespace CogSpace;

/// <summary>
/// A stage that frames go through after they are made. It knows what will come out before there is a frame, and makes the filters
/// that do it.
/// </summary>
public interface IFrameStage
{
    /// <summary>What this part of making a video is called.</summary>
    GenerationStage Kind { get; }

    /// <summary>What comes out when such a video goes in.</summary>
    VideoInfo Describe(VideoInfo source);

    /// <summary>Finds out whether it can work at all, before time is spent on frames for it. Keeps no memory.</summary>
    /// <param name="cancel">Ends it between two files.</param>
    /// <exception cref="CogSpaceException">It cannot: the message says why.</exception>
    Task CheckAsync(CancellationToken cancel = default);

    /// <summary>Makes the filter of one clip. Networks are opened when the first frames come.</summary>
    /// <param name="source">What goes in; its number of frames may be a little wrong.</param>
    /// <param name="progress">Told after every step.</param>
    IFrameFilter Open(VideoInfo source, IProgress<GenerationProgress>? progress = null);
}
