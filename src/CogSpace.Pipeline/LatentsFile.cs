using CogSpace.Pipeline.Vae;
using CogSpace.Weights;
using CogSpace.Weights.Torch;

namespace CogSpace.Pipeline;

/// <summary>
/// Safetensors files of latents. The tensor "latents" is a video before decoding, (1, F, C, H, W), scaled as the transformer
/// makes it.
/// </summary>
internal static class LatentsFile
{
    public const string Latents = "latents";

    private const long MostSide = 4096;

    /// <param name="path">A safetensors file with one tensor, "latents".</param>
    /// <param name="latents">(1, F, C, H, W), scaled as the transformer made them.</param>
    /// <param name="request">Noted in the header.</param>
    public static void Write(string path, Tensor latents, GenerationRequest request) =>
        Write(
            path, [(Latents, latents)],
            new Dictionary<string, string> { ["prompt"] = request.Prompt, ["seed"] = $"{request.Seed}" });

    /// <param name="path">Written under a temporary name and renamed.</param>
    /// <param name="tensors">Kept in float32.</param>
    /// <param name="notes">For the header.</param>
    /// <exception cref="CogSpaceException">The file cannot be written.</exception>
    public static void Write(
        string path, IReadOnlyList<(string Name, Tensor Values)> tensors, IReadOnlyDictionary<string, string>? notes)
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(
            path, [.. tensors.Select(tensor => Entry(tensor.Name, tensor.Values.to(ScalarType.Float32).contiguous().cpu()))],
            notes);
    }

    /// <summary>Reads the latents of a video.</summary>
    /// <param name="path">
    /// Written by any of our commands, or by torch.save: a tensor alone, scaled as (1, F, C, H, W), or as (1, C, F, H, W) as
    /// CogVideo's cli_vae_demo.py writes encoded.pt: not scaled, and of pixels from 0 to 1.
    /// </param>
    /// <param name="config">The autoencoder's that is to decode them.</param>
    /// <returns>(1, F, C, H, W), scaled, float32; the header's notes; whether they are of pixels from 0 to 1.</returns>
    /// <exception cref="InvalidRequestException">There are no latents in it, or not such as this autoencoder makes.</exception>
    /// <exception cref="ModelLoadException">It is not a file of tensors, or it is damaged.</exception>
    public static (Tensor Latents, IReadOnlyDictionary<string, string> Notes, bool FromZero) Read(
        string path, VaeConfig config)
    {
        using var file = TensorFile.Open(path);
        bool isAlone = file is TorchPickleFile && file.Tensors.ContainsKey(TorchPickleFile.Alone);
        string name = isAlone ? TorchPickleFile.Alone : Latents;
        var entry = file.Tensors.GetValueOrDefault(name)
            ?? throw new InvalidRequestException($"There are no latents in {path}: it has no tensor of the name \"{Latents}\".");
        long most = MostSide / config.SpatialCompression;
        bool ofDemo = isAlone && entry.Shape is [_, var second, ..] && second == config.LatentChannels;
        IReadOnlyList<long> shape =
            ofDemo && entry.Shape is [var b, var c, var f, var h, var w] ? [b, f, c, h, w] : entry.Shape;
        if (
            shape is not [1, > 0, var channels, > 0 and var height, > 0 and var width]
            || channels != config.LatentChannels
            || height > most
            || width > most
        )
            throw new InvalidRequestException(
                $"The latents in {path} are {entry}; this autoencoder takes (1, frames, {config.LatentChannels}, " +
                $"height, width) of at most {most} x {most}."
            );

        using var scope = NewDisposeScope();
        var raw = empty([.. entry.Shape], dtype: TypeOf(entry, path));
        file.CopyTo(name, raw.bytes);
        var latents = raw.to(ScalarType.Float32);
        if (ofDemo)
            latents = latents.transpose(1, 2).Times(config.ScalingFactor);
        return (scope.MoveToOuter(latents), file.Metadata, ofDemo);
    }

    private static (string Name, ElementType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes) Entry(
        string name, Tensor plain) => (name, ElementType.F32, plain.shape, plain.bytes.ToArray());

    private static ScalarType TypeOf(TensorEntry entry, string path) => entry.Type switch
    {
        ElementType.F32 => ScalarType.Float32,
        ElementType.BF16 => ScalarType.BFloat16,
        ElementType.F16 => ScalarType.Float16,
        _ => throw new InvalidRequestException($"The latents in {path} are {entry}; latents are float32, bfloat16 or float16."),
    };
}
