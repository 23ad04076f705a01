using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace CogSpace.PostProcess.Onnx;

/// <summary>Which device a network computes on, and in which numbers.</summary>
/// <param name="CudaDevice">Null: the CPU.</param>
/// <param name="IsRequired">The device was asked for by name: no other is used instead.</param>
/// <param name="Half">float16 instead of float32.</param>
internal sealed record ComputePlace(int? CudaDevice, bool IsRequired, bool Half)
{
    private const string Cuda = "cuda";
    private const string CudaProvider = "CUDAExecutionProvider";

    /// <exception cref="CogSpaceException">CUDA is asked for and this ONNX Runtime has none.</exception>
    public static ComputePlace Choose(NetworkOptions options)
    {
        bool named = options.Device.StartsWith(Cuda, StringComparison.Ordinal);
        bool has = OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider);
        if (named && !has)
            throw new CogSpaceException(
                $"\"{options.Device}\" is not possible for upscaling and interpolation: this ONNX Runtime computes on " +
                $"{string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}."
            );
        if (options.Device == "cpu" || !has)
            return new ComputePlace(null, IsRequired: true, options.Half ?? false);

        int device =
            options.Device.Length > Cuda.Length
                ? int.Parse(options.Device[(Cuda.Length + 1)..], CultureInfo.InvariantCulture)
                : 0;
        return new ComputePlace(device, named, options.Half ?? true);
    }

    /// <summary>Where to go when the device that was found does not work; null: nowhere.</summary>
    public ComputePlace? Fallback(NetworkOptions options) =>
        IsRequired ? null : new ComputePlace(null, IsRequired: true, options.Half ?? false);
}
