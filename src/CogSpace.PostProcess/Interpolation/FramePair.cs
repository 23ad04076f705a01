using CogSpace.PostProcess.Networks;

namespace CogSpace.PostProcess.Interpolation;

/// <summary>Two frames that follow each other, compared and interpolated.</summary>
/// <remarks>
/// Source: CogVideo inference/gradio_composite_demo/rife_model.py, ssim_interpolation_rife. Differs: the padding is cut off again
/// instead of squeezed into the picture, frames that are held are the frames themselves, and unless asked for the
/// reference's rule, frames are compared by <see cref="FrameComparison"/>.
/// </remarks>
internal sealed class FramePair
{
    private const double IdenticalAbove = 0.996, DifferentBelow = 0.2;

    private readonly Planes _first, _second;
    private readonly int _width, _height;
    private readonly Lazy<double> _similarity;
    private readonly Lazy<FrameChange> _change;

    public FramePair(Planes first, Planes second, int multiple, ChangeRule rule = ChangeRule.Measured)
    {
        (_width, _height) = (first.Width, first.Height);
        (_first, _second) = (first.PadBlack(multiple), second.PadBlack(multiple));
        // Compared as they are computed with, so that it is decided as in the reference.
        _similarity = new(() => StructuralSimilarity.Of(SmallPicture.Of(_first), SmallPicture.Of(_second)));
        _change = new(() => rule == ChangeRule.Reference ? ReferenceChange() : FrameComparison.Between(first, second));
    }

    /// <summary>The structural similarity that the reference decides by.</summary>
    public double Similarity => _similarity.Value;

    public FrameChange Change => _change.Value;

    /// <summary>The frame halfway, drawn by a network whatever happens between the two.</summary>
    public Planes Middle(INetworkRun network, CancellationToken cancel) =>
        network.Run([_first, _second], cancel).Part(0, 0, _width, _height);

    /// <summary>The frame at a moment from 0 to 1, drawn by a network that takes one.</summary>
    public Planes At(float moment, INetworkRun network, CancellationToken cancel) =>
        network.RunAt(_first, _second, moment, cancel).Part(0, 0, _width, _height);

    private FrameChange ReferenceChange() =>
        Similarity > IdenticalAbove ? FrameChange.Same
        : Similarity < DifferentBelow ? FrameChange.Cut
        : FrameChange.Motion;
}
