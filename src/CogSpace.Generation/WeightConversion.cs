using CogSpace.Pipeline;
using CogSpace.PostProcess.Networks;

namespace CogSpace.Generation;

/// <summary>Brings weights from one layout into another. One tensor is in memory at a time.</summary>
public static class WeightConversion
{
    /// <summary>A model in the layout of SAT, in which CogVideoX was trained, becomes a folder in that of diffusers.</summary>
    /// <returns>What the person should know, a sentence each.</returns>
    /// <exception cref="CogSpaceException">An input is damaged or of another kind, or the output cannot be written.</exception>
    public static IReadOnlyList<string> SatToModel(SatConversionOptions options, CancellationToken cancel = default) =>
        SatConversion.Convert(options, cancel);

    /// <inheritdoc cref="LoraConversion.Convert"/>
    public static int SatToLora(string input, string output, double? alpha = null, CancellationToken cancel = default) =>
        LoraConversion.Convert(input, output, alpha, cancel);

    /// <inheritdoc cref="OnnxConversion.Convert"/>
    /// <returns>What the weights are, for people, and how many numbers there are.</returns>
    public static (string Network, long Parameters) NetworkToOnnx(string weightsFile, string output, bool half)
    {
        var network = OnnxConversion.Convert(weightsFile, output, half);
        return (network.Description, network.Parameters);
    }
}
