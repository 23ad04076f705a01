using CogSpace.Pipeline.Weights;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests.Weights;

public sealed class WeightLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ElementType.F32)]
    [InlineData(ElementType.F64)]
    [InlineData(ElementType.BF16)]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.F8E4M3)]
    [InlineData(ElementType.F8E5M2)]
    public void Build_AnyFloatingPointFile_GivesTheComputingType(ElementType stored)
    {
        using var checkpoint = Write(("layer.weight", stored, [1, 2], One(stored, 2)));
        using var weights = WeightLoader.Build(checkpoint, ScalarType.BFloat16, CPU, scope =>
        {
            var matrix = scope["layer"].Tensor("weight", 1, 2);
            Assert.Equal(ScalarType.BFloat16, matrix.dtype);
            Assert.Equal([1f, 1f], matrix.to(ScalarType.Float32).data<float>().ToArray());
            return scope;
        });
    }

    [Fact]
    public void Build_MissingTensor_NamesIt() =>
        AssertRefused(scope => scope["block"][3]["to_q"].Linear(2, 2), "block.3.to_q.weight is missing");

    [Fact]
    public void Build_MisshapenTensor_NamesItAndBothShapes() =>
        AssertRefused(
            scope => scope["layer"].Linear(5, 7),
            "layer.weight is F32 (1, 2), but the model's config asks for the shape (7, 5)");

    [Fact]
    public void Build_UnusedTensor_NamesIt() =>
        AssertRefused(scope => scope, "no place for the tensors layer.weight");

    [Fact]
    public void Build_Integers_AreRefused()
    {
        using var checkpoint = Write(("layer.weight", ElementType.I32, [1, 2], new byte[8]));
        var error = Assert.Throws<ModelLoadException>(() =>
            WeightLoader.Build(checkpoint, ScalarType.Float32, CPU, scope => scope["layer"].Tensor("weight", 1, 2))
        );
        Assert.Contains("must be floating-point", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SkippedPrefix_IsNotMissed()
    {
        using var checkpoint = Write(("layer.weight", ElementType.F32, [1, 2], new byte[8]));
        WeightLoader.Build(checkpoint, ScalarType.Float32, CPU, scope =>
        {
            scope["layer"].Skip();
            return scope;
        }).Dispose();
    }

    private void AssertRefused(Func<WeightScope, object> build, string says)
    {
        using var checkpoint = Write(("layer.weight", ElementType.F32, [1, 2], new byte[8]));
        var error = Assert.Throws<ModelLoadException>(() => WeightLoader.Build(checkpoint, ScalarType.Float32, CPU, build));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(checkpoint.Path, error.Message, StringComparison.Ordinal);
    }

    private Checkpoint Write(params (string, ElementType, IReadOnlyList<long>, ReadOnlyMemory<byte>)[] tensors)
    {
        SafetensorsWriter.Write(_folder["w.safetensors"], tensors);
        return Checkpoint.OpenSingle(_folder["w.safetensors"]);
    }

    private static byte[] One(ElementType type, int count) => [.. Enumerable.Repeat(type switch
    {
        ElementType.F32 => BitConverter.GetBytes(1f),
        ElementType.F64 => BitConverter.GetBytes(1.0),
        ElementType.F16 => BitConverter.GetBytes((Half)1),
        ElementType.F8E4M3 => [0x38],
        ElementType.F8E5M2 => [0x3C],
        _ => [0x80, 0x3F],
    }, count).SelectMany(bytes => bytes)];
}
