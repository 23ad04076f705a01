namespace CogSpace.Web.Estimates;

/// <summary>What one stage of a video asks of this machine.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Maker">The model or network that does it, and in which way.</param>
/// <param name="Size">How much work one unit is, such as the tokens of a denoising step or the pixels of a frame.</param>
/// <param name="Units">How many units there are.</param>
internal sealed record StageWork(GenerationStage Stage, string Maker, double Size, double Units)
{
    public double Amount => Size * Units;
}
