using System.ComponentModel.DataAnnotations;

namespace CogSpace;

/// <summary>Where and how the networks for upscaling and interpolation compute.</summary>
public sealed class NetworkOptions
{
    public const string Section = "Networks";

    /// <summary><c>auto</c> (CUDA where ONNX Runtime has it, else the CPU), <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    [RegularExpression(DeviceChoice.Pattern, ErrorMessage = "The field Device must be auto, cpu, cuda or cuda:n.")]
    public string Device { get; init; } = "auto";

    /// <summary>Computes in float16; null: on CUDA, as the reference demo does for upscaling, and in float32 elsewhere.</summary>
    public bool? Half { get; init; }

    /// <summary>Threads on the CPU; 0: one for each core.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>
    /// Keeps weights as ONNX models, so that they are converted only once. Default: <c>cogspace/onnx</c> in the user's cache.
    /// If it cannot be written, they are converted each time.
    /// </summary>
    public string? CacheFolder { get; init; }
}
