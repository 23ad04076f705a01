using Microsoft.ML.OnnxRuntime;

namespace CogSpace.PostProcess.Onnx;

/// <summary>Which device a network computes on, and in which numbers.</summary>
/// <param name="CudaDevice">Null: the CPU.</param>
/// <param name="IsRequired">The device was asked for by name: no other is used instead.</param>
/// <param name="Half">float16 instead of float32.</param>
internal sealed record OnnxPlace(int? CudaDevice, bool IsRequired, bool Half)
{
    private const string CudaProvider = "CUDAExecutionProvider";

    /// <exception cref="CogSpaceException">CUDA is asked for and this ONNX Runtime has none.</exception>
    public static OnnxPlace Choose(NetworkOptions options)
    {
        var asked = DeviceChoice.Parse(options.Device);
        bool named = asked.Gpu is not null;
        bool has = OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider);
        if (named && !has)
            throw new CogSpaceException(
                $"\"{options.Device}\" is not possible for upscaling and interpolation: this ONNX Runtime computes on " +
                $"{string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}."
            );
        if (asked.IsCpu || !has)
            return new OnnxPlace(null, IsRequired: true, options.Half ?? false);
        return new OnnxPlace(asked.Gpu ?? 0, named, options.Half ?? true);
    }

    /// <summary>Where to go when the device that was found does not work; null: nowhere.</summary>
    public OnnxPlace? Fallback(NetworkOptions options) =>
        IsRequired ? null : new OnnxPlace(null, IsRequired: true, options.Half ?? false);
}
