using CogSpace.Weights;

namespace CogSpace.Pipeline.Weights;

/// <summary>Tensors of a file, brought to the tensor library.</summary>
internal static class StoredTensor
{
    public delegate void CopyBytes(string name, Span<byte> destination);

    /// <param name="path">The file, for the message.</param>
    /// <param name="name">The tensor.</param>
    /// <param name="entry">What it is.</param>
    /// <param name="copy">Gives its bytes.</param>
    /// <returns>
    /// The tensor in the type it is stored in, on the CPU; of float8 in bfloat16, which has all of its numbers.
    /// </returns>
    /// <exception cref="ModelLoadException">
    /// It does not hold floating-point numbers, or is larger than an array can be.
    /// </exception>
    public static Tensor Read(string path, string name, TensorEntry entry, CopyBytes copy)
    {
        var stored = TypeOf(path, name, entry);
        if (entry.Length > Array.MaxLength)
            throw new ModelLoadException(
                path, $"the tensor {name} takes {entry.Length} bytes; at most {Array.MaxLength} are supported.");
        var raw = empty([.. entry.Shape], dtype: stored);
        if (!ElementConversion.IsFloat8(entry.Type))
        {
            copy(name, raw.bytes);
            return raw;
        }

        byte[] bytes = new byte[entry.Length];
        copy(name, bytes);
        ElementConversion.Convert(bytes, entry.Type, raw.bytes, ElementType.BF16);
        return raw;
    }

    /// <exception cref="ModelLoadException">It does not hold floating-point numbers.</exception>
    public static ScalarType TypeOf(string path, string name, TensorEntry entry) => entry.Type switch
    {
        ElementType.F32 => ScalarType.Float32,
        ElementType.BF16 or ElementType.F8E4M3 or ElementType.F8E5M2 => ScalarType.BFloat16,
        ElementType.F16 => ScalarType.Float16,
        ElementType.F64 => ScalarType.Float64,
        _ => throw new ModelLoadException(path, $"the tensor {name} is {entry}; weights must be floating-point numbers."),
    };
}
