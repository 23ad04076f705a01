namespace CogSpace.PostProcess.Onnx;

/// <summary>Where the networks for upscaling and interpolation compute on this machine.</summary>
public static class NetworkPlace
{
    /// <summary>For the log: "cpu, float32" or "cuda:0, float16".</summary>
    /// <exception cref="CogSpaceException">That device is not there.</exception>
    public static string Describe(NetworkOptions options)
    {
        var place = OnnxPlace.Choose(options);
        return $"{(place.CudaDevice is { } device ? $"cuda:{device}" : "cpu")}, {(place.Half ? "float16" : "float32")}";
    }
}
