namespace CogSpace.Pipeline.Transformer;

/// <summary>
/// Predicts with and without the prompt side by side, each on a thread of its own with half of the processor's cores. In one
/// batch all cores would share every operator and wait for each other at its end; the smaller the model, the longer.
/// </summary>
/// <remarks>Batched products may be summed in another order, so results differ from those of one batch by a rounding.</remarks>
internal sealed class GuidanceLanes : IDisposable
{
    private readonly WorkerThread[] _lanes = [new(), new()];

    /// <summary>On the thread that computes everything else, which keeps all cores for that.</summary>
    public GuidanceLanes()
    {
        int cores = get_num_threads();
        foreach (var lane in _lanes)
        {
            lane.RunAsync(() =>
            {
                _ = get_num_threads();          // a thread's first question would undo what was set before it
                set_num_threads(Math.Max(cores / _lanes.Length, 1));
                return true;
            }).Wait();
        }

        set_num_threads(cores);                 // what threads start with; the lanes keep theirs
    }

    /// <param name="network">With all of its layers in memory.</param>
    /// <param name="latents">(B, F, C, H, W), the same for both.</param>
    /// <param name="text">(2B, T, text width), the unguided half first.</param>
    /// <param name="timestep">(B)</param>
    /// <param name="rotary">Positions of the video tokens, for models that rotate.</param>
    /// <param name="cancel">Looked at between blocks.</param>
    /// <returns>(2B, F, C out, H, W), the unguided half first.</returns>
    public Tensor Forward(
        CogVideoXTransformer network, Tensor latents, Tensor text, Tensor timestep, RotaryTable? rotary,
        CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        Task<Tensor>[] halves = [.. _lanes.Zip(text.chunk(_lanes.Length), (lane, half) => lane.RunAsync(() =>
        {
            using var laneScope = NewDisposeScope();
            return laneScope.Detach(network.Forward(latents, half, timestep, rotary, cancel: cancel));
        }))];
        try
        {
            Task.WhenAll(halves).GetAwaiter().GetResult();
            return scope.MoveToOuter(cat([.. halves.Select(half => half.Result)]));
        }
        finally
        {
            foreach (var half in halves.Where(half => half.IsCompletedSuccessfully))
                half.Result.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var lane in _lanes)
            lane.Dispose();
    }
}
