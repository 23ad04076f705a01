using CogSpace.PostProcess.Networks;

namespace CogSpace.PostProcess.Interpolation;

/// <summary>Two frames that follow each other, compared and interpolated.</summary>
/// <remarks>
/// Source: CogVideo inference/gradio_composite_demo/rife_model.py, ssim_interpolation_rife. Differs: the padding is cut off again
/// instead of squeezed into the picture, and frames that are held are the frames themselves.
/// </remarks>
internal sealed class FramePair
{
    private const double IdenticalAbove = 0.996, DifferentBelow = 0.2;

    private readonly Planes _first, _second;
    private readonly int _width, _height;

    public FramePair(Planes first, Planes second, int multiple)
    {
        (_width, _height) = (first.Width, first.Height);
        // Compared as they are computed with, so that it is decided as in the reference.
        (_first, _second) = (first.PadBlack(multiple), second.PadBlack(multiple));
        Similarity = StructuralSimilarity.Of(SmallPicture.Of(_first), SmallPicture.Of(_second));
    }

    public double Similarity { get; }

    public PairKind Kind =>
        Similarity > IdenticalAbove ? PairKind.Identical
        : Similarity < DifferentBelow ? PairKind.Different
        : PairKind.Ordinary;

    /// <summary>The frame halfway, drawn by a network whatever the kind.</summary>
    public Planes Middle(INetworkRun network, CancellationToken cancel) =>
        network.Run([_first, _second], cancel).Part(0, 0, _width, _height);

    /// <summary>The frame at a moment from 0 to 1, drawn by a network that takes one.</summary>
    public Planes At(float moment, INetworkRun network, CancellationToken cancel) =>
        network.RunAt(_first, _second, moment, cancel).Part(0, 0, _width, _height);
}
