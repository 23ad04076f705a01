namespace CogSpace.Weights;

/// <summary>Brings any file of tensors into the format of safetensors. Views become tensors of their own.</summary>
public static class SafetensorsConversion
{
    /// <param name="input">Of PyTorch or, to drop a prefix, safetensors.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="dropPrefix">What names lose that begin with it; null: they stay as they are.</param>
    /// <param name="cancel">Looked at between tensors.</param>
    /// <returns>How many tensors were written.</returns>
    /// <exception cref="CogSpaceException">The input cannot be read, or the output cannot be written.</exception>
    public static int Convert(string input, string output, string? dropPrefix = null, CancellationToken cancel = default)
    {
        using var file = TensorFile.Open(input);
        var tensors = new Dictionary<string, TensorSource>(StringComparer.Ordinal);
        foreach (string name in file.Tensors.Keys)
        {
            string shorter =
                dropPrefix is not null && name.StartsWith(dropPrefix, StringComparison.Ordinal)
                    ? name[dropPrefix.Length..]
                    : name;
            if (!tensors.TryAdd(shorter, TensorSource.Of(file, name) with { Name = shorter }))
                throw new ModelLoadException(input, $"it has {shorter} both with and without {dropPrefix}.");
        }

        RefuseSameFile(input, output);
        SafetensorsWriter.WriteEach(
            output, [.. tensors.Values],
            file.Metadata.Count > 0 ? file.Metadata : new Dictionary<string, string> { ["format"] = "pt" }, cancel: cancel);
        return tensors.Count;
    }

    /// <exception cref="InvalidRequestException">A conversion would replace what it reads.</exception>
    public static void RefuseSameFile(string input, string output)
    {
        if (Path.GetFullPath(input) == Path.GetFullPath(output))
            throw new InvalidRequestException($"{output} would replace what is converted; give the output another name.");
    }
}
