namespace CogSpace.Pipeline.Vae;

/// <summary>What the causal convolutions remember of the frames before, while one video goes through chunk by chunk.</summary>
internal sealed class FrameHistory : IDisposable
{
    private readonly Dictionary<CausalConv3d, Tensor> _tails = [];

    /// <summary>Whether another chunk follows the one that is at work: else nothing needs to be remembered.</summary>
    public bool IsNeeded { get; set; } = true;

    /// <summary>The last input frames of the chunk before; null in the first chunk.</summary>
    public Tensor? Tail(CausalConv3d conv) => _tails.GetValueOrDefault(conv);

    /// <summary>Keeps a copy of the last input frames until the next chunk; what was kept before is released.</summary>
    public void Remember(CausalConv3d conv, Tensor tail)
    {
        var kept = tail.clone().DetachFromDisposeScope();       // before the old one goes: it may be part of it
        if (_tails.Remove(conv, out var old))
            old.Dispose();
        _tails[conv] = kept;
    }

    public void Dispose()
    {
        foreach (var tail in _tails.Values)
            tail.Dispose();
        _tails.Clear();
    }
}
