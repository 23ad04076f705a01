using System.Text.Json;
using CogSpace.Weights;

namespace CogSpace.Benchmarks.Models;

/// <summary>A sharded checkpoint of random bytes in a folder of its own, which goes away with it.</summary>
internal sealed class RandomFiles : IDisposable
{
    public const string Stem = "diffusion_pytorch_model";

    private const int Shards = 4;
    private const int Side = 4096;

    private readonly string _folder = Directory.CreateTempSubdirectory("cogspace-bench-").FullName;

    private RandomFiles()
    {
    }

    public string Folder => Path.Combine(_folder, "weights");

    /// <summary>Of all tensors.</summary>
    public long Bytes { get; private set; }

    /// <summary>For whatever else a benchmark writes.</summary>
    public string Space(string name) => Path.Combine(_folder, name);

    public static RandomFiles Write(double gigabytes, ElementType type)
    {
        var files = new RandomFiles();
        Directory.CreateDirectory(files.Folder);
        int tensorBytes = Side * Side * type.Size();
        int perShard = Math.Max(1, (int)(gigabytes * 1e9 / Shards / tensorBytes));
        var home = new Dictionary<string, string>();
        var random = new Random(1);
        for (int shard = 0; shard < Shards; shard++)
        {
            string name = $"{Stem}-{shard + 1:00000}-of-{Shards:00000}.safetensors";
            var tensors = Enumerable
                .Range(0, perShard)
                .Select(i =>
                    (
                        $"blocks.{shard}.{i}.weight", type, (IReadOnlyList<long>)[Side, Side],
                        (ReadOnlyMemory<byte>)Numbers(random, tensorBytes))
                )
                .ToList();
            SafetensorsWriter.Write(Path.Combine(files.Folder, name), tensors);
            foreach (var (tensor, _, _, bytes) in tensors)
            {
                home[tensor] = name;
                files.Bytes += bytes.Length;
            }
        }

        File.WriteAllText(
            Path.Combine(files.Folder, $"{Stem}.safetensors.index.json"),
            JsonSerializer.Serialize(new { metadata = new { }, weight_map = home }));
        return files;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Bytes that are finite numbers in every type: conversions of others may take longer.
    private static byte[] Numbers(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        for (int i = 1; i < count; i += 2)
            bytes[i] &= 0x3F;
        return bytes;
    }
}
