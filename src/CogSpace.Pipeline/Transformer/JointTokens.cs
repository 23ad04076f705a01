namespace CogSpace.Pipeline.Transformer;

/// <summary>Tokens of text and video one after the other, changed in different ways.</summary>
internal static class JointTokens
{
    /// <summary>Changes both parts in place, unless a gradient is asked for.</summary>
    /// <param name="tokens">(B, T+V, ...), the text's first; not needed afterwards.</param>
    /// <param name="words">T</param>
    /// <param name="text">Changes (B, T, ...) in place or makes another tensor of it.</param>
    /// <param name="video">Changes (B, V, ...) in place or makes another tensor of it.</param>
    /// <returns>(B, T+V, ...): the given tokens, where they were changed in place.</returns>
    public static Tensor Change(Tensor tokens, long words, Func<Tensor, Tensor> text, Func<Tensor, Tensor> video)
    {
        using var scope = NewDisposeScope();
        var (t, v) = (text(tokens.narrow(1, 0, words)), video(tokens.narrow(1, words, tokens.shape[1] - words)));
        return Gradients.Need(t, v) ? scope.MoveToOuter(cat([t, v], dim: 1)) : tokens;
    }
}
