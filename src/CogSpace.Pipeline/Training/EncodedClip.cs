using CogSpace.Pipeline.Weights.Loras;
using CogSpace.Training;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Training;

/// <summary>The file of a clip that was encoded for training; its numbers are read when they are needed.</summary>
internal sealed class EncodedClip
{
    public const string Latents = "latents", Text = "text", Image = "image";

    private readonly string _path;

    private EncodedClip(string name, string path, IReadOnlyDictionary<string, TensorEntry> tensors)
    {
        (Name, _path) = (name, path);
        Size = Shape(tensors, Latents);
        TextSize = Shape(tensors, Text);
        ImageSize = Shape(tensors, Image);
    }

    public string Name { get; }

    /// <summary>(F, C, H, W) of the latents; empty: there are none.</summary>
    public long[] Size { get; }

    /// <summary>(T, text width) of the prompt's embedding.</summary>
    public long[] TextSize { get; }

    /// <summary>(N, C, H, W) of the first frame's latents, each with other noise in the image; empty: there are none.</summary>
    public long[] ImageSize { get; }

    /// <exception cref="ModelLoadException">The file is missing or damaged.</exception>
    public static EncodedClip Open(TrainingClip clip)
    {
        using var file = SafetensorsFile.Open(clip.File);
        return new EncodedClip(clip.Name, clip.File, file.Tensors);
    }

    /// <param name="path">Written under a temporary name and renamed.</param>
    /// <param name="latents">(F, C, H, W); null: the prompt alone.</param>
    /// <param name="text">(T, text width)</param>
    /// <param name="image">(N, C, H, W); null for text to video.</param>
    public static void Write(string path, Tensor? latents, Tensor text, Tensor? image = null)
    {
        (string, Tensor?)[] all = [(Latents, latents), (Text, text), (Image, image)];
        LatentsFile.Write(
            path, [.. all.Where(item => item.Item2 is not null).Select(item => (item.Item1, item.Item2!))], notes: null);
    }

    /// <returns>(1, F, C, H, W), float32</returns>
    public Tensor ReadLatents() => Read(Latents);

    /// <returns>(1, T, text width), float32</returns>
    public Tensor ReadText() => Read(Text);

    /// <param name="index">Which of the N.</param>
    /// <returns>(1, 1, C, H, W), float32</returns>
    public Tensor ReadImage(int index)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(Read(Image).narrow(1, index, 1).clone());
    }

    private Tensor Read(string name)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(_path);
        return scope.MoveToOuter(LoraNumbers.Read(file, name).unsqueeze(0));
    }

    private static long[] Shape(IReadOnlyDictionary<string, TensorEntry> tensors, string name) =>
        tensors.TryGetValue(name, out var entry) ? [.. entry.Shape] : [];
}
