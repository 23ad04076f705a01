using CogSpace.Weights;
using CogSpace.Weights.Torch;

namespace CogSpace.Core.Tests.Weights.Torch;

public sealed class TorchPickleFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File1 => _folder["a.pth"];

    public static TheoryData<string, ElementType> StorageTypes =>
        new()
        {
            { "FloatStorage", ElementType.F32 },
            { "DoubleStorage", ElementType.F64 },
            { "HalfStorage", ElementType.F16 },
            { "BFloat16Storage", ElementType.BF16 },
            { "LongStorage", ElementType.I64 },
            { "IntStorage", ElementType.I32 },
            { "ShortStorage", ElementType.I16 },
            { "CharStorage", ElementType.I8 },
            { "ByteStorage", ElementType.U8 },
            { "BoolStorage", ElementType.Bool },
        };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(StorageTypes))]
    public void Open_EveryTypeInBothFormats_GivesItsBytes(string storageType, ElementType type)
    {
        byte[] bytes = Bytes(6 * type.Size());
        byte[] Pickle(bool legacy) =>
            PickleText.Begin.Dictionary(("w", p => p.Tensor(storageType, "0", 6, 0, [2, 3], [3, 1], legacy))).End();
        foreach (
            byte[] whole in new[]
            {
                TorchFiles.Zip(Pickle(legacy: false), ("0", bytes)),
                TorchFiles.Legacy(Pickle(legacy: true), ("0", type.Size(), bytes)),
            }
        )
        {
            File.WriteAllBytes(File1, whole);
            using var file = TensorFile.Open(File1);
            Assert.Equal($"{type.ToString().ToUpperInvariant()} (2, 3)", file.Tensors["w"].ToString());
            Assert.Equal(bytes, Read(file, "w"));
        }
    }

    [Fact]
    public void CopyTo_Views_AreMadeContiguous()
    {
        // Elements 0 1 2 3 4 5, seen transposed, from the third on, as one number, as nothing, and every other one.
        Write(PickleText.Begin.Dictionary(
            ("transposed", p => p.Tensor("ByteStorage", "0", 6, 0, [3, 2], [1, 3])),
            ("tail", p => p.Tensor("ByteStorage", "0", 6, 2, [4], [1])),
            ("number", p => p.Tensor("ByteStorage", "0", 6, 5, [], [])),
            ("nothing", p => p.Tensor("ByteStorage", "0", 6, 0, [0, 7], [7, 1])),
            ("even", p => p.Tensor("ByteStorage", "0", 6, 0, [3, 1], [2, 99]))));

        using var file = TorchPickleFile.Open(File1);
        Assert.Equal([0, 3, 1, 4, 2, 5], Read(file, "transposed"));
        Assert.Equal([2, 3, 4, 5], Read(file, "tail"));
        Assert.Equal([5], Read(file, "number"));
        Assert.Empty(Read(file, "nothing"));
        Assert.Equal([0, 2, 4], Read(file, "even"));
    }

    [Theory]
    [InlineData("state_dict")]
    [InlineData("params_ema")]
    [InlineData("params")]
    [InlineData("module")]
    [InlineData("model", "module", "state_dict")]
    public void Open_Wrapped_FindsTheWeights(params string[] wrappers)
    {
        void Wrapped(PickleText pickle, int depth)
        {
            if (depth == wrappers.Length)
                pickle.Dictionary(("w", Six), ("epoch", p => p.Number(3)));
            else
                pickle.Dictionary(("step", p => p.Op('N')), (wrappers[depth], p => Wrapped(p, depth + 1)));
        }

        var pickle = PickleText.Begin;
        Wrapped(pickle, 0);
        Write(pickle);
        using var file = TorchPickleFile.Open(File1);
        Assert.Equal(["w"], file.Tensors.Keys);
    }

    [Fact]
    public void Open_AveragedAndPlainWeights_TakesTheAveraged()
    {
        Write(
            PickleText.Begin.Dictionary(
                ("params", p => p.Dictionary(("plain", Six))), ("params_ema", p => p.Dictionary(("averaged", Six))))
        );
        using var file = TorchPickleFile.Open(File1);
        Assert.Equal(["averaged"], file.Tensors.Keys);
    }

    [Fact]
    public void Open_OrderedDictionaryWithNotesAndParameters_IsRead()
    {
        var pickle = PickleText.Begin.Global("collections", "OrderedDict").Op(')').Op('R').Text("w");
        Six(pickle.Global("torch._utils", "_rebuild_parameter").Op('('));
        pickle.Raw(0x89).Op('}').Op('t').Op('R').Op('s');
        Write(
            pickle
                .Dictionary(("_metadata", p => p.Dictionary(("", q => q.Dictionary(("version", v => v.Number(1)))))))
                .Op('b')
        );
        using var file = TorchPickleFile.Open(File1);
        Assert.Equal([0, 1, 2, 3, 4, 5], Read(file, "w"));
    }

    [Fact]
    public void Open_Prefix_IsDroppedWhereAsked()
    {
        Write(PickleText.Begin.Dictionary(("module.w", Six), ("other", Six)));
        using (var file = TorchPickleFile.Open(File1, "module."))
            Assert.Equal(["w", "other"], file.Tensors.Keys);
        using (var file = TorchPickleFile.Open(File1))
            Assert.Equal(["module.w", "other"], file.Tensors.Keys);

        Write(PickleText.Begin.Dictionary(("module.w", Six), ("w", Six)));
        Assert.Contains(
            "both with and without", Assert.Throws<ModelLoadException>(() => TorchPickleFile.Open(File1, "module.")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ProtocolFour_IsRead()
    {
        // A frame, a memoized dictionary, a short text.
        var pickle = new PickleText().Raw(0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0).Op('}').Raw(0x94, 0x8c, 1, (byte)'w', 0x94);
        Write(pickle.Tensor("ByteStorage", "0", 6, 0, [6], [1]).Op('s'));
        using var file = TorchPickleFile.Open(File1);
        Assert.Equal(["w"], file.Tensors.Keys);
    }

    [Fact]
    public void Checkpoint_TakesPyTorchFilesWhereThereAreNoOthers()
    {
        Write(PickleText.Begin.Dictionary(("w", Six)), "pytorch_model.bin");
        using var checkpoint = Checkpoint.Open(_folder.FullPath, "model", "pytorch_model");
        Assert.Equal(["w"], checkpoint.Names);
    }

    private static void Six(PickleText pickle) => pickle.Tensor("ByteStorage", "0", 6, 0, [2, 3], [3, 1]);

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];

    private static byte[] Read(ITensorFile file, string name)
    {
        var bytes = new byte[file.Tensors[name].Length];
        file.CopyTo(name, bytes);
        return bytes;
    }

    private void Write(PickleText pickle, string name = "a.pth") =>
        File.WriteAllBytes(_folder[name], TorchFiles.Zip(pickle.End(), ("0", Bytes(6))));
}
