namespace CogSpace.Pipeline.Schedulers;

/// <summary>The way from a clean video to noise, as a run on a given video starts with it.</summary>
/// <remarks>
/// Source: arXiv:2006.11239 eq. 4; diffusers DDPMScheduler.add_noise and get_velocity. The reference rounds ᾱ to the type of
/// the video before it takes roots, and every product and sum after that.
/// </remarks>
internal sealed class ForwardDiffusion(NoiseSchedule schedule)
{
    /// <param name="clean">(B, ...)</param>
    /// <param name="noise">The same shape and type, standard normal.</param>
    /// <param name="timesteps">One for each of the batch.</param>
    /// <returns>√ᾱ clean + √(1 - ᾱ) noise</returns>
    public Tensor AddNoise(Tensor clean, Tensor noise, IReadOnlyList<int> timesteps)
    {
        using var scope = NewDisposeScope();
        var (signal, stir) = Roots(clean, timesteps);
        return scope.MoveToOuter(Rounded(signal * clean, clean.dtype).Plus(Rounded(stir * noise, clean.dtype)).to(clean.dtype));
    }

    /// <returns>√ᾱ noise - √(1 - ᾱ) clean: what the transformer learns to predict.</returns>
    public Tensor Velocity(Tensor clean, Tensor noise, IReadOnlyList<int> timesteps)
    {
        using var scope = NewDisposeScope();
        var (signal, stir) = Roots(clean, timesteps);
        return scope.MoveToOuter((Rounded(signal * noise, clean.dtype) - Rounded(stir * clean, clean.dtype)).to(clean.dtype));
    }

    // -> √ᾱ and √(1 - ᾱ), each (B, 1, ...), float32 numbers that the type of the video can hold
    private (Tensor Signal, Tensor Stir) Roots(Tensor clean, IReadOnlyList<int> timesteps)
    {
        long[] shape = [timesteps.Count, .. Enumerable.Repeat(1L, clean.shape.Length - 1)];
        float[] Values(IEnumerable<float> numbers) => Rounded(tensor(numbers.ToArray()), clean.dtype).data<float>().ToArray();
        Tensor Roots(IEnumerable<float> numbers) => tensor(Values(numbers.Select(MathF.Sqrt))).reshape(shape).to(clean.device);

        float[] alphaBars = Values(timesteps.Select(t => (float)schedule.AlphaBar(t)));
        return (Roots(alphaBars), Roots(Values(alphaBars.Select(alphaBar => 1 - alphaBar))));
    }

    private static Tensor Rounded(Tensor x, ScalarType type) =>
        type == ScalarType.Float64 ? x : x.to(type).to(ScalarType.Float32);
}
