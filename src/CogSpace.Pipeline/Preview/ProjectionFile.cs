using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Preview;

/// <summary>A fitted projection beside the autoencoder's weights, so that it is fitted once.</summary>
/// <param name="folder">The autoencoder's.</param>
internal sealed class ProjectionFile(string folder)
{
    public const string Name = "preview.cache";

    private const string Tensor = "projection", Source = "source";
    private const int Looked = 1 << 16;     // bytes at either end of a file: enough to tell one training from another

    private string FullPath => Path.Combine(folder, Name);

    /// <param name="channels">Of the latents.</param>
    /// <returns>null where there is none, or not one of these weights.</returns>
    public LatentProjection? Read(int channels)
    {
        try
        {
            if (!File.Exists(FullPath))
                return null;
            using var file = SafetensorsFile.Open(FullPath);
            float[] weights = new float[(channels + 1) * Frame.Channels];
            if (file.Metadata.GetValueOrDefault(Source) != Fingerprint() || !file.Tensors.TryGetValue(Tensor, out var entry)
                || entry.Type != ElementType.F32 || entry.Length != weights.Length * sizeof(float))
                return null;
            file.CopyTo(Tensor, MemoryMarshal.AsBytes(weights.AsSpan()));
            return weights.All(float.IsFinite) ? new LatentProjection(weights) : null;
        }
        catch (Exception e) when (e is CogSpaceException || Disk.Failed(e)) // it is fitted again
        {
            return null;
        }
    }

    /// <summary>Keeps a projection, where the folder can be written.</summary>
    public void TryWrite(LatentProjection projection)
    {
        try
        {
            byte[] bytes = MemoryMarshal.AsBytes(projection.Weights.AsSpan()).ToArray();
            SafetensorsWriter.Write(
                FullPath, [(Tensor, ElementType.F32, [bytes.Length / sizeof(float) / Frame.Channels, Frame.Channels], bytes)],
                new Dictionary<string, string> { [Source] = Fingerprint() });
        }
        catch (Exception e) when (e is CogSpaceException || Disk.Failed(e)) // models may be read-only
        {
        }
    }

    // Of what is in the weights' files and not of their times, so that the file may come along with a model.
    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[Looked];
        foreach (
            string path in Directory
                .EnumerateFiles(folder)
                .Where(path => Path.GetExtension(path) is ".safetensors" or ".bin")
                .Order(StringComparer.Ordinal)
        )
        {
            using var file = File.OpenHandle(path);
            long length = RandomAccess.GetLength(file);
            hash.AppendData(BitConverter.GetBytes(length));
            hash.AppendData(piece, 0, RandomAccess.Read(file, piece, 0));
            hash.AppendData(piece, 0, RandomAccess.Read(file, piece, Math.Max(length - Looked, 0)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
