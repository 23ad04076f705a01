using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Transformer;

namespace CogSpace.Pipeline.Inversion;

/// <summary>Walks a clean video to noise, and from other noise to a video that looks at that walk at every step.</summary>
/// <remarks>Source: DDIM inversion, arXiv:2010.02502 section 4.3; CogVideo inference/ddim_inversion.py, sample.</remarks>
internal sealed class InversionWalk(CogVideoXTransformer transformer, TransformerConfig config, Device device)
{
    /// <summary>
    /// From a clean video to noise. The reference guides the empty prompt by the empty prompt, which changes nothing and costs
    /// double.
    /// </summary>
    /// <param name="clean">(1, F, C, H, W); kept as it is.</param>
    /// <param name="text">(1, T, text width), of the empty prompt.</param>
    /// <param name="run">From clean to noise.</param>
    /// <param name="noise">Where the run draws from, if it draws.</param>
    /// <param name="stepped">Told after each step.</param>
    /// <param name="cancel">Looked at between transformer blocks.</param>
    public Trajectory ToNoise(
        Tensor clean, Tensor text, IDenoisingRun run, NoiseSource noise, Action stepped, CancellationToken cancel)
    {
        using var rotary = Rotary(clean);
        return Walk(clean, run, noise, stepped, (i, current) =>
            transformer.Forward(current, text, Timestep(run, i, batch: 1), rotary, cancel: cancel));
    }

    /// <summary>
    /// From noise to a video: at each step its tokens also look at those that the given video had at this level of noise.
    /// </summary>
    /// <param name="start">(1, F, C, H, W), noise; kept as it is.</param>
    /// <param name="text">(1 or 2, T, text width): with guidance the unguided half comes first.</param>
    /// <param name="reference">The walk of the given video to noise, in as many steps.</param>
    /// <param name="guidance">How strongly the text is followed.</param>
    /// <param name="run">From noise to clean.</param>
    /// <param name="noise">Where the run draws from, if it draws.</param>
    /// <param name="stepped">Told after each step.</param>
    /// <param name="cancel">Looked at between transformer blocks.</param>
    public Trajectory ToVideo(
        Tensor start, Tensor text, Trajectory reference, Guidance guidance, IDenoisingRun run, NoiseSource noise,
        Action stepped, CancellationToken cancel)
    {
        using var rotary = Rotary(start);
        using var texts = cat([text, text]).DetachFromDisposeScope(); // for the video and for its reference
        return Walk(
            start,
            run,
            noise,
            stepped,
            (i, current) =>
            {
                var given = reference[^(i + 1)];
                // (2 or 4, F, C, H, W)
                var input = guidance.Enabled ? cat([current, current, given, given]) : cat([current, given]);
                var velocity = transformer.Forward(
                    input, texts, Timestep(run, i, input.shape[0]), rotary, Attention.ToReference, cancel: cancel);
                return guidance.Apply(velocity.chunk(2)[0].to(ScalarType.Float32), run.Timesteps[i]); // of the video alone
            }
        );
    }

    private static Trajectory Walk(
        Tensor start, IDenoisingRun run, NoiseSource noise, Action stepped, Func<int, Tensor, Tensor> predict)
    {
        var trajectory = new Trajectory();
        try
        {
            for (int i = 0; i < run.Timesteps.Count; i++)
            {
                using var scope = NewDisposeScope();
                var current = i == 0 ? start : trajectory[^1];
                var velocity = predict(i, current).to(ScalarType.Float32);                         // (1, F, C, H, W)
                trajectory.Add(run.Step(i, velocity, current, noise).Next.to(start.dtype));
                stepped();
            }

            return trajectory;
        }
        catch
        {
            trajectory.Dispose();
            throw;
        }
    }

    private RotaryTable? Rotary(Tensor latents) =>
        RotaryTable.For(config, latents.shape[1], latents.shape[3], latents.shape[4], device);

    private Tensor Timestep(IDenoisingRun run, int index, long batch) =>
        Arithmetic.Filled([batch], run.Timesteps[index], ScalarType.Int64, device);
}
