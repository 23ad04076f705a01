namespace CogSpace.Pipeline.Training;

/// <summary>
/// Keeps what each block is given, and nothing of what it computes. On the way back a block computes again, the same to the
/// last bit, so that what lies within one block is in memory at a time.
/// </summary>
/// <remarks>Source: arXiv:1604.06174. For one pass.</remarks>
internal sealed class BlockCheckpoints : IDisposable
{
    private readonly Stack<(Func<Tensor, Tensor, Tensor> Block, Tensor Tokens)> _blocks = new();
    private Tensor? _firstTokens, _time, _timeOfBlocks, _lastTokens;

    /// <summary>Takes charge of the gradient of the timestep's embedding.</summary>
    /// <returns>What the blocks, and what follows them, are to be given in its place.</returns>
    public Tensor Begin(Tensor time)
    {
        using var scope = NewDisposeScope();
        (_time, _timeOfBlocks) = (scope.Detach(time.alias()), scope.Detach(Leaf(time)));
        return scope.MoveToOuter(_timeOfBlocks.alias());
    }

    /// <param name="block">tokens (B, T+V, D), time (B, E) -> (B, T+V, D)</param>
    /// <param name="tokens">What it is given.</param>
    /// <param name="time">Of <see cref="Begin"/>.</param>
    /// <returns>What it computes, without the way it came about.</returns>
    public Tensor Run(Func<Tensor, Tensor, Tensor> block, Tensor tokens, Tensor time)
    {
        using var scope = NewDisposeScope();
        _firstTokens ??= scope.Detach(tokens.alias());
        var given = scope.Detach(Leaf(tokens));
        _blocks.Push((block, given));
        _lastTokens?.Dispose();
        _lastTokens = scope.Detach(Leaf(block(given, time)));
        return scope.MoveToOuter(_lastTokens.alias());
    }

    /// <summary>The way back through the blocks and what came before them, after that of the loss to the last block.</summary>
    public void Backward()
    {
        using var scope = NewDisposeScope();
        var gradient = _lastTokens?.grad;
        while (_blocks.TryPop(out var run))
        {
            using var tokens = run.Tokens;
            if (gradient is null)
                continue;                   // nothing that is trained lies further back
            using var block = NewDisposeScope();
            using var later = gradient;
            run.Block(tokens, _timeOfBlocks!).backward([later]);
            gradient = tokens.grad is { } earlier ? block.MoveToOuter(earlier) : null;
        }

        if (gradient is not null)
            _firstTokens!.backward([gradient]);
        if (_timeOfBlocks?.grad is { } ofTime)
            _time!.backward([ofTime]);
    }

    public void Dispose()
    {
        foreach (var (_, tokens) in _blocks)
            tokens.Dispose();
        _blocks.Clear();
        _firstTokens?.Dispose();
        _time?.Dispose();
        _timeOfBlocks?.Dispose();
        _lastTokens?.Dispose();
    }

    // The same numbers; a gradient stops here, and can be asked for where one is asked of x.
    private static Tensor Leaf(Tensor x)
    {
        var leaf = x.detach();
        leaf.requires_grad = x.requires_grad;
        return leaf;
    }
}
