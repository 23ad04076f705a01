namespace CogSpace.PostProcess.Networks;

/// <summary>A network that computes pictures of pictures.</summary>
internal interface INetworkRun : IDisposable
{
    PictureNetwork Network { get; }

    /// <param name="pictures">
    /// All of one size, whose height and width are multiples of <see cref="PictureNetwork.Multiple"/>.
    /// </param>
    /// <param name="cancel">Takes effect within the run.</param>
    /// <returns>What the network made, not clamped.</returns>
    /// <exception cref="NetworkMemoryException">The pictures are too large for the memory that there is.</exception>
    Planes Run(ReadOnlySpan<Planes> pictures, CancellationToken cancel);

    /// <summary>The frame at a moment between two, of a network that <see cref="PictureNetwork.TakesMoment"/>.</summary>
    /// <param name="first">As in <see cref="Run"/>.</param>
    /// <param name="second">As in <see cref="Run"/>.</param>
    /// <param name="moment">0 is the first frame, 1 the second.</param>
    /// <param name="cancel">Takes effect within the run.</param>
    /// <returns>What the network made, not clamped.</returns>
    Planes RunAt(Planes first, Planes second, float moment, CancellationToken cancel) =>
        throw new NotSupportedException("This network does not draw frames at any moment.");
}
