using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests;

/// <summary>Model folders that say the same in another way make the same video.</summary>
public sealed class EquivalentModelTests : IDisposable
{
    private const string Table = "shared.weight", SameTable = "encoder.embed_tokens.weight";

    private static readonly PipelineOptions Options = new() { Device = "cpu", Type = ComputeType.F32 };
    private static readonly TextToVideo Request = new() { Prompt = "a red circle", Seed = 3, Steps = 1, Frames = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string TextWeights => _folder["text_encoder", "model.safetensors"];

    [Fact]
    public async Task TextEncoder_WithItsTableUnderTheOtherNameOnly() => await AssertSameAsync(() =>
        Rewrite(TextWeights, (name, bytes) => name == SameTable ? [] : [(name == Table ? SameTable : name, bytes)]));

    [Fact]
    public async Task TextEncoder_WithItsTableUnderBothNames() => await AssertSameAsync(() =>
        Rewrite(TextWeights, (name, bytes) =>
            name == SameTable ? [] : name == Table ? [(name, bytes), (SameTable, bytes)] : [(name, bytes)]));

    [Fact]
    public async Task TextEncoder_OfAWholeT5() => await AssertSameAsync(() =>
    {
        Rewrite(TextWeights, (name, bytes) =>
            name == Table
                ? [(name, bytes), ("lm_head.weight", bytes), ("decoder.embed_tokens.weight", bytes)]
                : [(name, bytes)]);
        Replace("\"T5EncoderModel\"", "\"T5ForConditionalGeneration\"");
    });

    [Fact]
    public async Task Tokenizer_OfTheFastClass() =>
        await AssertSameAsync(() => Replace("\"T5Tokenizer\"", "\"T5TokenizerFast\""));

    [Fact]
    public async Task Weights_AsAVariant() => await AssertSameAsync(() =>
    {
        foreach (string file in Directory.EnumerateFiles(_folder.FullPath, "*.safetensors", SearchOption.AllDirectories).ToList())
            File.Move(file, Path.ChangeExtension(file, ".fp16.safetensors"));
    });

    [Fact]
    public async Task TextEncoder_WithoutATable_IsRefused()
    {
        var e = await Assert.ThrowsAsync<ModelLoadException>(() => AssertSameAsync(() =>
            Rewrite(TextWeights, (name, bytes) => name is Table or SameTable ? [] : [(name, bytes)])));
        Assert.Contains("shared.weight is missing", e.Message, StringComparison.Ordinal);
    }

    private async Task AssertSameAsync(Action change)
    {
        _folder.CopyOf(Repository.TinyModel);
        change();

        Assert.Equal(await FrameAsync(Repository.TinyModel), await FrameAsync(_folder.FullPath));
    }

    private static async Task<byte[]> FrameAsync(string model)
    {
        var opened = Model.Open(model);
        using var pipeline = opened.Load(Options);
        var frame = await pipeline.GenerateAsync(opened.Plan(Request)).FirstAsync();
        return frame.Pixels.ToArray();
    }

    private void Replace(string from, string to)
    {
        string index = _folder["model_index.json"], text = File.ReadAllText(index);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(index, text.Replace(from, to, StringComparison.Ordinal));
    }

    private static void Rewrite(string path, Func<string, byte[], (string Name, byte[] Bytes)[]> change)
    {
        var tensors = new List<(string, ElementType, IReadOnlyList<long>, ReadOnlyMemory<byte>)>();
        using (var file = TensorFile.Open(path))
        {
            foreach (var (name, entry) in file.Tensors)
            {
                byte[] bytes = new byte[entry.Length];
                file.CopyTo(name, bytes);
                tensors.AddRange(change(name, bytes).Select(item =>
                    (item.Name, entry.Type, entry.Shape, (ReadOnlyMemory<byte>)item.Bytes)));
            }
        }

        SafetensorsWriter.Write(path, tensors);
    }
}
