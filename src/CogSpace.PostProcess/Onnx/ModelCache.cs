using System.Globalization;
using System.Security.Cryptography;
using CogSpace.PostProcess.Networks;

namespace CogSpace.PostProcess.Onnx;

/// <summary>Keeps converted weights by what the file holds, not by its name: a file that changes is converted again.</summary>
internal sealed class ModelCache(string? folder)
{
    // Counts up when the conversion changes.
    private const int Version = 2;

    private readonly string _folder = folder ?? Path.Combine(UserCache(), "cogspace", "onnx");

    /// <returns>The network and its ONNX model, and whether that was in the cache.</returns>
    /// <exception cref="ModelLoadException">The weights are missing, damaged, or of no network that is known.</exception>
    public (PictureNetwork Network, byte[] Model, bool WasCached) Load(
        string weightsFile, bool half, bool inBlocks = false, bool again = false)
    {
        using var weights = NetworkWeights.Open(weightsFile);
        var network = NetworkRecognition.Recognize(weights);
        string file = Name(weightsFile, half, inBlocks);
        if (!again && Read(file) is { } cached)
            return (network, cached, true);

        byte[] model = network.ToOnnx(half, inBlocks);
        Keep(file, model);
        return (network, model, false);
    }

    /// <summary>As <see cref="Load"/>, for what it finds wrong: what is in the cache already had nothing wrong with it.</summary>
    /// <exception cref="ModelLoadException">The weights are missing, damaged, or of no network that is known.</exception>
    public void Prepare(string weightsFile, bool half, bool inBlocks)
    {
        if (!File.Exists(Name(weightsFile, half, inBlocks)))
            _ = Load(weightsFile, half, inBlocks);
    }

    private string Name(string weightsFile, bool half, bool inBlocks) =>
        Path.Combine(
            _folder,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Hash(weightsFile)}-{(half ? "fp16" : "fp32")}{(inBlocks ? "-cpu" : "")}-{Version}.onnx")
        );

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file))[..32];
    }

    private static byte[]? Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllBytes(file) : null;
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            return null;
        }
    }

    // A cache that cannot be written costs time, nothing else.
    private void Keep(string file, byte[] model)
    {
        try
        {
            Directory.CreateDirectory(_folder);
            AtomicFile.Write(file, model);
        }
        catch (Exception e) when (e is CogSpaceException || Disk.Failed(e))
        {
        }
    }

    private static string UserCache() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named
        : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".cache")
        : Path.GetTempPath();
}
