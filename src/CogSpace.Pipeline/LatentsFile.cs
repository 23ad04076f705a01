using CogSpace.Weights;

namespace CogSpace.Pipeline;

/// <summary>Keeps a video's latents before decoding.</summary>
internal static class LatentsFile
{
    /// <param name="path">A safetensors file with one tensor, "latents".</param>
    /// <param name="latents">(1, F, C, H, W), scaled as the transformer made them.</param>
    /// <param name="request">Noted in the header.</param>
    public static void Write(string path, Tensor latents, GenerationRequest request)
    {
        using var scope = NewDisposeScope();
        var plain = latents.to(ScalarType.Float32).contiguous().cpu();
        SafetensorsWriter.Write(
            path,
            [("latents", ElementType.F32, plain.shape, plain.bytes.ToArray())],
            new Dictionary<string, string> { ["prompt"] = request.Prompt, ["seed"] = $"{request.Seed}" });
    }
}
