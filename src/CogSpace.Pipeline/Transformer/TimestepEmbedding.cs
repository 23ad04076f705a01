namespace CogSpace.Pipeline.Transformer;

/// <summary>A timestep as waves of many lengths, then two linear layers.</summary>
/// <remarks>Source: arXiv:1706.03762 section 3.5; diffusers Timesteps (cosines first) and TimestepEmbedding.</remarks>
internal sealed class TimestepEmbedding(WeightScope weights, TransformerConfig config)
{
    private const double LongestWave = 10000;

    private readonly ILinear _linear1 = weights["linear_1"].Linear(config.Width, config.TimeEmbedDim);
    private readonly ILinear _linear2 = weights["linear_2"].Linear(config.TimeEmbedDim, config.TimeEmbedDim);

    // timestep (B) -> (B, E) in the given type
    public Tensor Forward(Tensor timestep, ScalarType type)
    {
        using var scope = NewDisposeScope();
        long half = config.Width / 2;
        var exponent = arange(0, half, dtype: ScalarType.Float32, device: timestep.device) * (-Math.Log(LongestWave)) / half;
        var angle = timestep.to(ScalarType.Float32).unsqueeze(1) * exponent.exp();        // (B, D/2)
        var waves = cat([angle.cos(), angle.sin()], dim: 1).to(type);                     // (B, D)
        return scope.MoveToOuter(_linear2.Forward(nn.functional.silu(_linear1.Forward(waves))));
    }
}
