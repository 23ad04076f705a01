namespace CogSpace.Weights.Torch;

/// <summary>
/// Finds the weights in what a file describes: programs wrap them in dictionaries, beside counters and the like.
/// </summary>
internal static class StateDict
{
    private const int MaxDepth = 4;
    private const int MaxTensors = 100_000;

    // Lightning and others; averaged weights, and the same not averaged, of Real-ESRGAN and others; DeepSpeed and SAT.
    private static readonly string[] Wrappers =
    [
        "state_dict", "generator_ema", "net_g_ema", "params_ema", "generator", "net_g", "params", "module", "model", "_orig_mod",
    ];

    /// <summary>What a tensor is called that was saved alone.</summary>
    public const string Alone = "tensor";

    /// <summary>The tensors by name, in the file's order.</summary>
    /// <exception cref="PickleException">There are none.</exception>
    public static IEnumerable<(string Name, TorchTensor Tensor)> Tensors(object? root)
    {
        if (root is TorchTensor alone)
            return [(Alone, alone)];
        var dictionary = root as PickleDict ?? throw new PickleException("holds no dictionary of tensors");
        for (
            int depth = 0;
            Wrappers.Select(name => dictionary.Items.GetValueOrDefault(name)).OfType<PickleDict>().FirstOrDefault()
                is { } inner;
            depth++
        )
        {
            if (depth == MaxDepth)
                throw new PickleException("wraps its weights again and again");
            dictionary = inner;
        }

        var tensors = dictionary
            .Items.Where(item => item.Value is TorchTensor)
            .Select(item => (item.Key, (TorchTensor)item.Value!))
            .ToList();
        if (tensors.Count > MaxTensors)
            throw new PickleException($"names {tensors.Count} tensors; at most {MaxTensors} are read");
        return tensors.Count > 0
            ? tensors
            : throw new PickleException($"holds no tensors where they are looked for, only {Shown(dictionary)}");
    }

    private static string Shown(PickleDict dictionary) =>
        dictionary.Items.Count == 0
            ? "an empty dictionary"
            : string.Join(", ", dictionary.Items.Keys.Take(5).Select(key => key.Length > 40 ? key[..40] : key));
}
