using System.Security.Cryptography;
using System.Text;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Weights;

/// <summary>By which a network is known, wherever its files lie and however they are divided.</summary>
internal static class CheckpointDigest
{
    private const long Small = 1 << 16;

    /// <summary>
    /// Of the names and shapes of all tensors, and of the numbers of the small ones: norms and biases change with every training.
    /// </summary>
    public static string Of(Checkpoint checkpoint)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in checkpoint.Names.Order(StringComparer.Ordinal))
        {
            var entry = checkpoint.Find(name)!;
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {entry}\n"));
            if (entry.Length > Small)
                continue;
            byte[] bytes = new byte[entry.Length];
            checkpoint.CopyTo(name, bytes);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
