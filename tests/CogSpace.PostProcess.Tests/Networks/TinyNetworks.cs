using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Tests.Networks;

/// <summary>The weights that come with the program.</summary>
internal static class TinyNetworks
{
    public static string Interpolation { get; } = Path.Combine(Repository.Models, "rife-tiny", "flownet.pkl");

    public static string Upscaling { get; } = Path.Combine(Repository.Models, "realesrgan-tiny", "realesr-tiny-x4.pth");

    public static string Golden(params string[] parts) => Path.Combine([Repository.Root, "tests", "golden", "models", .. parts]);

    /// <summary>One thread: other tests run beside.</summary>
    public static NetworkOptions Options(TemporaryFolder cache) =>
        new()
        {
            Device = "cpu",
            CacheFolder = cache.FullPath,
            Threads = 1,
        };

    public static NetworkSession Open(string file, TemporaryFolder cache) => NetworkSession.Open(file, Options(cache));
}
