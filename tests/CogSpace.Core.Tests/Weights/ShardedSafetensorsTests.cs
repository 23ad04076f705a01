using System.Text.Json;
using CogSpace.Weights;

namespace CogSpace.Core.Tests.Weights;

public sealed class ShardedSafetensorsTests : IDisposable
{
    private static readonly (string Name, int Count)[] Tensors = [("a", 10), ("b", 30), ("c", 5), ("d", 0), ("e", 100)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 4)]           // no tensor fits: one file each, and what is empty goes with its neighbour
    [InlineData(40, 3)]
    [InlineData(145, 1)]
    [InlineData(long.MaxValue, 1)]
    public void Write_AnySize_ReadsBackTheSameBytes(long shardBytes, int files)
    {
        ShardedSafetensors.Write(_folder.FullPath, "model", Sources(), shardBytes);
        Assert.Equal(files, _folder.Names.Count(name => name.EndsWith(".safetensors", StringComparison.Ordinal)));
        Assert.Equal(files > 1, _folder.Names.Contains("model.safetensors.index.json"));
        if (files > 1)
        {
            using var index = JsonDocument.Parse(File.ReadAllBytes(_folder["model.safetensors.index.json"]));
            Assert.Equal(145, index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
            Assert.Contains($"model-00001-of-{files:00000}.safetensors", _folder.Names);
        }

        using var checkpoint = Checkpoint.Open(_folder.FullPath, "model");
        Assert.Equal(Tensors.Select(tensor => tensor.Name), checkpoint.Names.Order(StringComparer.Ordinal));
        foreach (var (name, count) in Tensors)
        {
            var bytes = new byte[count];
            checkpoint.CopyTo(name, bytes);
            Assert.Equal(Bytes(name, count), bytes);
        }
    }

    [Fact]
    public void WriteEach_SourceThatFails_LeavesNothingAndTheOlderFile()
    {
        File.WriteAllText(_folder["model.safetensors"], "older");
        var broken = new TensorSource("z", ElementType.U8, [3], _ => throw new ModelLoadException("source", "it is gone."));
        Assert.Throws<ModelLoadException>(() =>
            SafetensorsWriter.WriteEach(_folder["model.safetensors"], [.. Sources(), broken])
        );
        Assert.Equal(["model.safetensors"], _folder.Names);
        Assert.Equal("older", File.ReadAllText(_folder["model.safetensors"]));
    }

    [Fact]
    public void WriteEach_WhileWriting_TheFileIsHidden()
    {
        var names = new List<string>();
        var spy = new TensorSource("z", ElementType.U8, [1], _ => names.AddRange(_folder.Names));
        SafetensorsWriter.WriteEach(_folder["model.safetensors"], [spy]);
        Assert.StartsWith(".", Assert.Single(names), StringComparison.Ordinal);
    }

    [Fact]
    public void WriteEach_Cancelled_LeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        var first = new TensorSource("a", ElementType.U8, [1], _ => cancel.Cancel());
        Assert.Throws<OperationCanceledException>(() =>
            SafetensorsWriter.WriteEach(_folder["model.safetensors"], [first, .. Sources().Skip(1)], cancel: cancel.Token)
        );
        Assert.Empty(_folder.Names);
    }

    private static List<TensorSource> Sources() =>
        [
            .. Tensors.Select(tensor => new TensorSource(
                tensor.Name, ElementType.U8, [tensor.Count],
                destination => Bytes(tensor.Name, tensor.Count).CopyTo(destination))),
        ];

    private static byte[] Bytes(string name, int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(name[0] + i))];
}
