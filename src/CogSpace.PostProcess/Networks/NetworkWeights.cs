using System.Runtime.InteropServices;
using CogSpace.Weights;

namespace CogSpace.PostProcess.Networks;

/// <summary>An open file of weights from which a network takes what it needs, by name and shape.</summary>
internal sealed class NetworkWeights : IDisposable
{
    private readonly ITensorFile _file;
    private readonly HashSet<string> _taken = [];

    private NetworkWeights(ITensorFile file) => _file = file;

    public string Path => _file.Path;

    public IReadOnlyCollection<string> Names => [.. _file.Tensors.Keys];

    /// <summary>Numbers in all of the tensors.</summary>
    public long Parameters => _file.Tensors.Values.Sum(entry => Count(entry.Shape));

    /// <summary>Opens a file; where its names have a prefix, such as "module.", without it.</summary>
    /// <exception cref="ModelLoadException">The file is missing, damaged, or holds more than tensors and plain data.</exception>
    public static NetworkWeights Open(string path) =>
        new(UnprefixedFile.Of(TensorFile.Open(path), file => NetworkRecognition.Recognizes(new NetworkWeights(file))));

    public bool Has(string name) => _file.Tensors.ContainsKey(name);

    /// <summary>Sizes of a tensor; null where there is none.</summary>
    public IReadOnlyList<long>? Shape(string name) =>
        _file.Tensors.TryGetValue(name, out var entry) ? entry.Shape : null;

    /// <summary>The numbers of a tensor.</summary>
    /// <exception cref="ModelLoadException">It is missing, has another shape, or holds what is not a finite number.</exception>
    public float[] Take(string name, params ReadOnlySpan<long> shape)
    {
        if (!_file.Tensors.TryGetValue(name, out var entry))
            throw new ModelLoadException(Path, $"the tensor {name} is missing.");
        if (!shape.SequenceEqual([.. entry.Shape]))
            throw new ModelLoadException(Path, $"the tensor {name} is {entry}, not ({string.Join(", ", shape.ToArray())}).");
        if (!ElementConversion.IsFloatingPoint(entry.Type))
            throw new ModelLoadException(Path, $"the tensor {name} is {entry}: these are not weights.");

        var bytes = new byte[entry.Length];
        _file.CopyTo(name, bytes);
        var values = new float[Count(entry.Shape)];
        ElementConversion.Convert(bytes, entry.Type, MemoryMarshal.AsBytes(values.AsSpan()), ElementType.F32);
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var at)
            throw new ModelLoadException(
                Path, $"the tensor {name} holds {values[at]} at element {at}: the file is damaged, or its training failed.");
        _taken.Add(name);
        return values;
    }

    /// <summary>Refuses tensors that the network has no place for: then it is another network.</summary>
    /// <exception cref="ModelLoadException">There are some.</exception>
    public void RequireAllTaken(Func<string, bool> unused)
    {
        var left = _file.Tensors.Keys.Where(name => !_taken.Contains(name) && !unused(name)).Take(3).ToList();
        if (left.Count > 0)
            throw new ModelLoadException(Path, $"there is no place in the network for {string.Join(", ", left)}.");
    }

    public void Dispose() => _file.Dispose();

    private static long Count(IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);
}
