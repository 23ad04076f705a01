namespace CogSpace.Pipeline.Layers;

/// <summary>Some frames of a video, and of each the same rows.</summary>
/// <param name="Start">The first frame.</param>
/// <param name="Count">Of frames.</param>
/// <param name="Top">The first row.</param>
/// <param name="Rows">How many.</param>
internal readonly record struct FrameRows(long Start, long Count, long Top, long Rows)
{
    // x (B, C, F, H, W) -> (B, C, Count, Rows, W), a view
    public Tensor Of(Tensor x) => x.narrow(2, Start, Count).narrow(3, Top, Rows);
}
