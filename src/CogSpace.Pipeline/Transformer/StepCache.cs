namespace CogSpace.Pipeline.Transformer;

/// <summary>
/// Remembers what all blocks but the first did to the video's tokens, and lets a step do the same again where the first block
/// did about what it did then.
/// </summary>
/// <param name="threshold">
/// How much the first block's change may differ from that of the last computed step, as a part of it. Guided and unguided
/// halves count together.
/// </param>
/// <param name="steps">Of the run; the first and the last are always computed.</param>
/// <remarks>
/// Of one run: what is remembered belongs to its prompt, its LoRAs and its size. Source: first-block caching, after TeaCache,
/// arXiv:2411.19108. ADR 13.
/// </remarks>
internal sealed class StepCache(double threshold, int steps) : IDisposable
{
    private Tensor? _first;         // (B, V, D), the first block's change at the last computed step
    private Tensor? _rest;          // (B, V, D), that of the others; while they compute, what they were given
    private bool _computes;
    private int _step;

    /// <summary>Steps of which only the first block was computed.</summary>
    public int Skipped { get; private set; }

    /// <returns>null for a threshold of 0: every step is computed.</returns>
    public static StepCache? Of(double threshold, int steps) => threshold > 0 ? new StepCache(threshold, steps) : null;

    /// <summary>Decides about a step.</summary>
    /// <param name="before">(B, V, D), the tokens before the first block.</param>
    /// <param name="after">(B, V, D), after it.</param>
    /// <returns>
    /// About what they are after the last block, (B, V, D), a tensor of the current scope; null: it has to be computed.
    /// </returns>
    public Tensor? Recall(Tensor before, Tensor after)
    {
        using var scope = NewDisposeScope();
        var change = after - before;
        _step++;
        _computes = _step == 1 || _step == steps || Differs(change);
        if (!_computes)
        {
            Skipped++;
            return scope.MoveToOuter(after.Plus(_rest!));
        }

        Dispose();
        (_first, _rest) = (scope.Detach(change), scope.Detach(after.alias()));
        return null;
    }

    /// <summary>Takes note of what a computed step came to.</summary>
    /// <param name="last">(B, V, D), the tokens after the last block.</param>
    public void Remember(Tensor last)
    {
        if (!_computes)
            return;
        using var scope = NewDisposeScope();
        using var given = _rest!;
        _rest = scope.Detach(last - given);
    }

    public void Dispose()
    {
        _first?.Dispose();
        _rest?.Dispose();
        (_first, _rest) = (null, null);
    }

    // Numbers that overflowed compare as different, and are computed.
    private bool Differs(Tensor change)
    {
        using var scope = NewDisposeScope();
        var (differences, sizes) = (new List<Tensor>(), new List<Tensor>());
        foreach (var (start, length) in Piecewise.Of(change.shape[1], change.NumberOfElements))
        {
            var (now, then) = (change.narrow(1, start, length), _first!.narrow(1, start, length));
            differences.Add(Size(now - then));
            sizes.Add(Size(then));
        }

        return !(cat(differences).sum().item<float>() <= threshold * cat(sizes).sum().item<float>());
    }

    // Releases what lies between. -> (1), float32
    private static Tensor Size(Tensor x)
    {
        using var scope = NewDisposeScope();
        using var released = x;
        return scope.MoveToOuter(x.abs().sum(type: ScalarType.Float32).unsqueeze(0));
    }
}
