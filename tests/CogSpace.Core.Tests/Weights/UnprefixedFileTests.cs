using CogSpace.Weights;

namespace CogSpace.Core.Tests.Weights;

public sealed class UnprefixedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("module.a generator.b", "a")]                         // the prefixes that are known may have others beside
    [InlineData("model.module.a", "a")]
    [InlineData("generator.a generator_ema.a", "a")]
    [InlineData("x.a x.b", "a b")]
    [InlineData("x.a y.b", "x.a y.b")]                                 // not shared, so they are no prefixes
    [InlineData("a", "a")]
    [InlineData("module.", "module.")]
    public void Of_DropsUntilUnderstood(string names, string expected)
    {
        using var file = Open(names.Split(' '));

        Assert.Equal(expected.Split(' '), file.Tensors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void CopyTo_GivesTheAveragedBytes()
    {
        using var file = Open(["net_g.a", "net_g_ema.a"]);
        byte[] value = new byte[1];
        file.CopyTo("a", value);

        Assert.Equal(1, value[0]);
    }

    [Fact]
    public void Of_PrefixesWithoutEnd_Ends()
    {
        using var file = Open([string.Concat(Enumerable.Repeat("module.", 1000)) + "a"]);

        Assert.Single(file.Tensors);
    }

    private ITensorFile Open(string[] names)
    {
        SafetensorsWriter.Write(
            _folder["a.safetensors"],
            [.. names.Select((name, i) =>
                (name, ElementType.U8, (IReadOnlyList<long>)[1], (ReadOnlyMemory<byte>)new byte[] { (byte)i }))]);
        return UnprefixedFile.Of(TensorFile.Open(_folder["a.safetensors"]), file => file.Tensors.ContainsKey("a"));
    }
}
