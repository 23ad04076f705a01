using System.Text.Json;
using CogSpace.Weights;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>The small model with its transformer in two files and an index.</summary>
internal static class Sharded
{
    public static void Publish(string folder)
    {
        foreach (string source in Directory.EnumerateFiles(Repository.TinyModel, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(Repository.TinyModel, source));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(source, copy);
        }

        string whole = Path.Combine(folder, "transformer", "diffusion_pytorch_model.safetensors");
        var home = new Dictionary<string, string>();
        using (var file = SafetensorsFile.Open(whole))
        {
            var names = file.Tensors.Keys.Order(StringComparer.Ordinal).ToList();
            foreach (var (index, shard) in names.Chunk((names.Count + 1) / 2).Index())
            {
                string name = $"diffusion_pytorch_model-{index + 1:00000}-of-00002.safetensors";
                SafetensorsWriter.Write(
                    Path.Combine(folder, "transformer", name), [.. shard.Select(tensor => Read(file, tensor))]);
                foreach (string tensor in shard)
                    home[tensor] = name;
            }
        }

        File.Delete(whole);
        File.WriteAllText($"{whole}.index.json", JsonSerializer.Serialize(new { metadata = new { }, weight_map = home }));
    }

    private static (string Name, ElementType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes) Read(
        SafetensorsFile file, string name)
    {
        var entry = file.Tensors[name];
        var bytes = new byte[entry.Length];
        file.CopyTo(name, bytes);
        return (name, entry.Type, entry.Shape, bytes);
    }
}
