namespace CogSpace.Pipeline.Text;

/// <summary>Prompts to embeddings. The text encoder comes into memory only for texts that are not known yet.</summary>
/// <param name="tokenizer">Text to numbers.</param>
/// <param name="encoder">Numbers to embeddings; it is this object's from now on.</param>
/// <param name="tokens">That the model looks at.</param>
/// <param name="device">Where the embeddings are needed.</param>
internal sealed class PromptEncoder(T5Tokenizer tokenizer, NetworkSlot<T5Encoder> encoder, int tokens, Device device)
    : IDisposable
{
    private readonly PromptCache _known = new();

    /// <summary>Tokens of a text, the closing one included.</summary>
    public int Count(string text) => tokenizer.Count(text);

    /// <summary>Encodes the negative prompt, then the prompt; or the prompt alone.</summary>
    /// <param name="request">Has both.</param>
    /// <param name="guided">Whether the negative one is needed.</param>
    /// <param name="cancel">Looked at between blocks.</param>
    /// <returns>(2 or 1, T, text width); the caller disposes it.</returns>
    public Tensor Encode(GenerationRequest request, bool guided, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        cancel.ThrowIfCancellationRequested();
        string[] prompts = guided ? [request.NegativePrompt, request.Prompt] : [request.Prompt];
        using var lent = Borrow(prompts, cancel);
        return scope.Detach(cat([.. prompts.Select(prompt => Encode(prompt, cancel))]));
    }

    /// <summary>Encodes a text, or takes what came of it before.</summary>
    /// <returns>(1, T, text width), a tensor of the current scope.</returns>
    public Tensor Encode(string prompt, CancellationToken cancel = default) => _known.Of(prompt, device, () =>
    {
        using var scope = NewDisposeScope();
        using var lent = encoder.Borrow(cancel);
        var ids = tensor(tokenizer.Encode(prompt, tokens).Ids.Select(id => (long)id).ToArray()).unsqueeze(0);
        return scope.MoveToOuter(lent.Network.Forward(ids.to(device), cancel));
    });

    /// <summary>
    /// The text encoder, for as long as the lease is not disposed, so that it is loaded once for some texts; null where all of
    /// them are known.
    /// </summary>
    public NetworkSlot<T5Encoder>.Lease? Borrow(IEnumerable<string> prompts, CancellationToken cancel) =>
        prompts.All(_known.Has) ? null : encoder.Borrow(cancel);

    public void Dispose()
    {
        _known.Dispose();
        encoder.Dispose();
    }
}
