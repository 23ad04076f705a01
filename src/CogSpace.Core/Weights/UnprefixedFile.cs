namespace CogSpace.Weights;

/// <summary>
/// A file of weights without what training programs put in front of every name of a network. Where they kept averaged weights
/// too, those are taken.
/// </summary>
public sealed class UnprefixedFile : ITensorFile
{
    // The averaged weights first: they are the ones that their makers publish.
    private static readonly string[] Known =
    [
        "generator_ema.", "net_g_ema.", "params_ema.", "model_ema.", "generator.", "net_g.", "params.", "module.", "_orig_mod.",
        "model.",
    ];

    private const int Most = 8;

    private readonly ITensorFile _file;
    private readonly string _prefix;

    private UnprefixedFile(ITensorFile file, string prefix)
    {
        (_file, _prefix) = (file, prefix);
        Tensors = file.Tensors.Where(tensor => Begins(tensor.Key, prefix))
            .ToDictionary(tensor => tensor.Key[prefix.Length..], tensor => tensor.Value, StringComparer.Ordinal);
    }

    public string Path => _file.Path;

    /// <summary>Those with the prefix, without it. The others are of another network, such as the one to train against.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    /// <summary>Drops one prefix after the other until the names are understood.</summary>
    /// <param name="file">Taken over.</param>
    /// <param name="understood">Whether the names of a file are those of a network that is looked for.</param>
    /// <returns>The file itself where no way of reading its names is understood.</returns>
    public static ITensorFile Of(ITensorFile file, Func<ITensorFile, bool> understood) => Seek(file, understood, Most) ?? file;

    public void CopyTo(string name, Span<byte> destination) => _file.CopyTo(_prefix + name, destination);

    public void Dispose() => _file.Dispose();

    private static ITensorFile? Seek(ITensorFile file, Func<ITensorFile, bool> understood, int left)
    {
        if (understood(file))
            return file;
        return left == 0
            ? null
            : Prefixes([.. file.Tensors.Keys])
                .Select(prefix => Seek(new UnprefixedFile(file, prefix), understood, left - 1))
                .FirstOrDefault(found => found is not null);
    }

    // Those that are known, and else one that all names share.
    private static List<string> Prefixes(List<string> names)
    {
        var known = Known.Where(prefix => names.Exists(name => Begins(name, prefix))).ToList();
        if (known.Count > 0 || names.Count == 0)
            return known;
        string shared = names[0][..(names[0].IndexOf('.', StringComparison.Ordinal) + 1)];
        return shared.Length > 0 && names.TrueForAll(name => Begins(name, shared)) ? [shared] : [];
    }

    private static bool Begins(string name, string prefix) =>
        name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal);
}
