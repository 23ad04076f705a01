using CogSpace.Weights;

namespace CogSpace.Core.Tests.Weights;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_SingleFile_FindsItsTensors()
    {
        Write("model.safetensors", "a", 1);
        using var checkpoint = Checkpoint.Open(_folder.FullPath, "other", "model");
        Assert.Equal(["a"], checkpoint.Names);
        Assert.NotNull(checkpoint.Find("a"));
        Assert.Null(checkpoint.Find("b"));
    }

    [Theory]
    [InlineData("model.fp16.safetensors", "model.fp32.safetensors", "b")]       // the one that loses least
    [InlineData("model.fp16.safetensors", "model.safetensors", "b")]            // a variant only where there is nothing else
    [InlineData("model.bf16.safetensors", "other.safetensors", "a")]
    public void Open_Variant_WhereThereIsNothingElse(string first, string second, string expected)
    {
        Write(first, "a", 1);
        Write(second, "b", 2);
        using var checkpoint = Checkpoint.Open(_folder.FullPath, "model");
        Assert.Equal([expected], checkpoint.Names);
    }

    [Fact]
    public void Open_VariantInShards_FindsTensorsOfAll()
    {
        Write("model-00001-of-00002.fp16.safetensors", "a", 1);
        Write("model-00002-of-00002.fp16.safetensors", "b", 2);
        File.WriteAllText(
            _folder["model.safetensors.index.fp16.json"],
            "{\"weight_map\":{\"a\":\"model-00001-of-00002.fp16.safetensors\",\"b\":\"model-00002-of-00002.fp16.safetensors\"}}");
        using var checkpoint = Checkpoint.Open(_folder.FullPath, "model");
        Assert.Equal(["a", "b"], checkpoint.Names.Order());
    }

    [Fact]
    public void Without_ForgetsWhatBeginsSo()
    {
        SafetensorsWriter.Write(
            _folder["model.safetensors"],
            [("a.b", ElementType.U8, [1], new byte[1]), ("ab", ElementType.U8, [1], new byte[1])]);
        using var checkpoint = Checkpoint.Open(_folder.FullPath, "model").Without("a.", "c.");
        Assert.Equal(["ab"], checkpoint.Names);
        Assert.Null(checkpoint.Find("a.b"));
    }

    [Fact]
    public void Open_Shards_FindsTensorsOfAll()
    {
        Write("model-1.safetensors", "a", 1);
        Write("model-2.safetensors", "b", 2);
        Index("{\"weight_map\":{\"a\":\"model-1.safetensors\",\"b\":\"model-2.safetensors\"}}");

        using var checkpoint = Checkpoint.Open(_folder.FullPath, "model");
        var value = new byte[1];
        checkpoint.CopyTo("b", value);
        Assert.Equal(2, value[0]);
        Assert.Equal(["a", "b"], checkpoint.Names.Order());
    }

    [Theory]
    [InlineData("{\"weight_map\":{\"a\":\"../model-1.safetensors\"}}", "not a plain file name")]
    [InlineData("{\"weight_map\":{\"a\":\"/etc/passwd\"}}", "not a plain file name")]
    [InlineData("{\"weight_map\":{\"a\":\"..\"}}", "not a plain file name")]
    [InlineData("{\"weight_map\":{\"a\":null}}", "not a plain file name")]
    [InlineData("{\"weight_map\":{\"a\":\"gone.safetensors\"}}", "does not exist")]
    [InlineData("{\"weight_map\":{\"b\":\"model-1.safetensors\"}}", "does not have it")]
    [InlineData("{\"weights\":{}}", "not an index of shards")]
    [InlineData("{\"weight_map\":[1]}", "not an index of shards")]
    [InlineData("not json", "not an index of shards")]
    public void Open_WrongIndex_SaysWhatIsWrong(string index, string says)
    {
        Write("model-1.safetensors", "a", 1);
        Index(index);
        Assert.Contains(
            says, Assert.Throws<ModelLoadException>(() => Checkpoint.Open(_folder.FullPath, "model")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NothingThere_NamesTheFileThatIsMissing() =>
        Assert.Contains(
            "no model.safetensors",
            Assert.Throws<ModelLoadException>(() => Checkpoint.Open(_folder.FullPath, "model")).Message,
            StringComparison.Ordinal);

    private void Write(string file, string name, byte value) =>
        SafetensorsWriter.Write(_folder[file], [(name, ElementType.U8, [1], new[] { value })]);

    private void Index(string json) => File.WriteAllText(_folder["model.safetensors.index.json"], json);
}
