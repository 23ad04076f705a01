namespace CogSpace.Pipeline.Text;

/// <summary>
/// Embeddings of the texts that were asked for last, so that a text is encoded once while its model stays. They lie in plain
/// memory, whatever the device.
/// </summary>
internal sealed class PromptCache : IDisposable
{
    /// <summary>Texts that are kept: at the true sizes 2 MB each in 16 bits, 4 MB in float32.</summary>
    public const int Most = 8;

    private readonly List<(string Text, Tensor Embedding)> _kept = [];      // asked for last: at the end

    public bool Has(string text) => _kept.Exists(kept => kept.Text == text);

    /// <param name="text">As it was written.</param>
    /// <param name="device">Where the embedding is needed.</param>
    /// <param name="encode">Makes it, where it is not known: (1, T, D), a tensor of the current scope.</param>
    /// <returns>(1, T, D), a tensor of the current scope.</returns>
    public Tensor Of(string text, Device device, Func<Tensor> encode)
    {
        using var scope = NewDisposeScope();
        var embedding = Take(text) ?? scope.Detach(encode().to(CPU));
        _kept.Add((text, embedding));
        if (_kept.Count > Most)
            Drop(0);
        return scope.MoveToOuter(embedding.to(device).alias());
    }

    public void Dispose()
    {
        while (_kept.Count > 0)
            Drop(0);
    }

    private Tensor? Take(string text)
    {
        int index = _kept.FindIndex(kept => kept.Text == text);
        if (index < 0)
            return null;
        var embedding = _kept[index].Embedding;
        _kept.RemoveAt(index);
        return embedding;
    }

    private void Drop(int index)
    {
        _kept[index].Embedding.Dispose();
        _kept.RemoveAt(index);
    }
}
