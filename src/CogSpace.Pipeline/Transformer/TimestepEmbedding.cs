namespace CogSpace.Pipeline.Transformer;

/// <summary>A number as waves of many lengths, then two linear layers.</summary>
/// <param name="weights">"linear_1" and "linear_2".</param>
/// <param name="waves">Width of the waves.</param>
/// <param name="size">Width of the embedding.</param>
/// <remarks>Source: arXiv:1706.03762 section 3.5; diffusers Timesteps (cosines first) and TimestepEmbedding.</remarks>
internal sealed class TimestepEmbedding(WeightScope weights, int waves, int size)
{
    private const double LongestWave = 10000;

    private readonly ILinear _linear1 = weights["linear_1"].Linear(waves, size);
    private readonly ILinear _linear2 = weights["linear_2"].Linear(size, size);

    // number (B) -> (B, E) in the given type
    public Tensor Forward(Tensor number, ScalarType type)
    {
        using var scope = NewDisposeScope();
        long half = waves / 2;
        var exponent =
            Arithmetic.Counting(half, ScalarType.Float32, number.device).Times(-Math.Log(LongestWave))
            / tensor((float)half, device: number.device);
        var angle = number.to(ScalarType.Float32).unsqueeze(1) * exponent.exp(); // (B, waves/2)
        var wave = cat([angle.cos(), angle.sin()], dim: 1).to(type); // (B, waves)
        return scope.MoveToOuter(_linear2.Forward(nn.functional.silu(_linear1.Forward(wave))));
    }
}
