using CogSpace.Pipeline;
using CogSpace.Weights;

namespace CogSpace.Generation;

/// <summary>About how much memory a model takes while it works: its weights in the type that is computed in, and a quarter more.</summary>
/// <remarks>
/// The quarter is for what lies between the layers at the model's own size. Together they come near what the makers publish for all
/// networks on one device: 18 GB for CogVideoX-2B in float16, 26 GB for 5B in bfloat16. Longer or larger videos take more.
/// </remarks>
public static class MemoryNeed
{
    private const double Margin = 1.25;

    /// <param name="weights">Numbers that the model has.</param>
    /// <param name="place">What they are computed in.</param>
    /// <returns>Bytes.</returns>
    public static long Of(long weights, ComputeSummary place) => (long)(weights * place.BytesPerNumber * Margin);

    /// <summary>Counts the numbers of an installed model, by the headers of its files.</summary>
    /// <exception cref="ModelLoadException">A file is damaged.</exception>
    public static long WeightsOf(ModelDescription model) => Directory
        .EnumerateDirectories(model.Folder)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.safetensors"))
        .Sum(Numbers);

    private static long Numbers(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Tensors.Values.Sum(tensor => tensor.Length / tensor.Type.Size());
    }
}
