namespace CogSpace;

/// <summary>
/// Changes the frames of one clip. Frames are pushed in one by one and come out as soon as they are finished, so that only a few
/// are in memory.
/// </summary>
/// <remarks>Dispose it whether or not the clip came to its end.</remarks>
public interface IFrameFilter : IDisposable
{
    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">Of the same size as the others.</param>
    /// <param name="cancel">Takes effect within one step, such as a tile.</param>
    /// <returns>The frames that are finished by now, in order; possibly none.</returns>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    IReadOnlyList<Frame> Push(Frame frame, CancellationToken cancel = default);

    /// <summary>Ends the clip.</summary>
    /// <param name="cancel">Takes effect within one step.</param>
    /// <returns>The frames that were still held back.</returns>
    IReadOnlyList<Frame> Flush(CancellationToken cancel = default);
}
