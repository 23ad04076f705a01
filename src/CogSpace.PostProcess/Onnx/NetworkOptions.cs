using System.ComponentModel.DataAnnotations;

namespace CogSpace.PostProcess.Onnx;

/// <summary>Where and how the networks for interpolation and upscaling compute. Section "Networks" of appsettings.json.</summary>
public sealed class NetworkOptions
{
    public const string Section = "Networks";

    /// <summary>auto (CUDA where it is there), cpu, cuda or cuda:n.</summary>
    [RegularExpression(DeviceChoice.Pattern, ErrorMessage = "The field Device must be auto, cpu, cuda or cuda:n.")]
    public string Device { get; init; } = "auto";

    /// <summary>Computes in float16; null: on CUDA, as the reference demo does for upscaling, and in float32 elsewhere.</summary>
    public bool? Half { get; init; }

    /// <summary>Threads on the CPU; 0: one for each core.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>
    /// Where weights are kept in the form that is computed with, so that they are converted once; null: a folder of the user's
    /// cache.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>Where the networks for upscaling will compute, for the log: "cpu, float32" or "cuda:0, float16".</summary>
    /// <exception cref="CogSpaceException">That device is not there.</exception>
    public string DescribePlace()
    {
        var place = OnnxPlace.Choose(this);
        return $"{(place.CudaDevice is { } device ? $"cuda:{device}" : "cpu")}, {(place.Half ? "float16" : "float32")}";
    }
}
