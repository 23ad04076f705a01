using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>
/// About how much memory a model takes that is not here: of it only the number of weights is known. What is installed has <see
/// cref="UsualFit"/>.
/// </summary>
/// <remarks>
/// A quarter more than the weights, for what lies between the layers. That comes near what the makers publish for all networks
/// on one device: 18 GB for CogVideoX-2B in float16, 26 GB for 5B in bfloat16.
/// </remarks>
public static class NeedByWeights
{
    private const double Margin = 1.25;

    /// <param name="weights">Numbers that the model has.</param>
    /// <param name="place">What they are computed in.</param>
    /// <returns>Bytes.</returns>
    public static long Of(long weights, ComputeSummary place) => (long)(weights * place.BytesPerNumber * Margin);
}
