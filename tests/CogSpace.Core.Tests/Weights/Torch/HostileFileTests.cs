using System.IO.Compression;
using CogSpace.Weights;
using CogSpace.Weights.Torch;

namespace CogSpace.Core.Tests.Weights.Torch;

/// <summary>Files that were damaged or made to deceive: a sentence each, whatever they try.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File1 => _folder["a.pth"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "exec")]
    [InlineData("torch", "load")]
    [InlineData("torch", "ComplexFloatStorage")]
    [InlineData("collections", "OrderedDict.__init__")]
    [InlineData("torch.nn.modules.linear", "Linear")]
    public void Open_NameThatIsNotAllowed_IsRefusedByName(string module, string name)
    {
        AssertRefused(
            PickleText.Begin.Global(module, name).Text("touch pwned").Raw(0x85).Op('R'), $"refers to {module}.{name}");
        AssertRefused(
            PickleText.Begin.Text(module).Text(name).Raw(0x93).Text("touch pwned").Raw(0x85).Op('R'),
            $"refers to {module}.{name}");
        AssertRefused(
            PickleText.Begin.Dictionary(
                ("w", p => p.Tensor("ByteStorage", "0", 6, 0, [6], [1])), ("x", p => p.Global(module, name))),
            $"refers to {module}.{name}"
        );
    }

    [Theory]
    [InlineData('i', "INST")]
    [InlineData('o', "OBJ")]
    [InlineData('P', "PERSID")]
    [InlineData('0', "POP")]
    [InlineData('2', "DUP")]
    [InlineData((char)0x81, "NEWOBJ")]
    [InlineData((char)0x82, "EXT1")]
    [InlineData((char)0x92, "NEWOBJEX")]
    [InlineData((char)0x97, "NEXTBUFFER")]
    [InlineData((char)0xff, "the byte ff")]
    public void Open_InstructionThatIsNotAllowed_IsRefusedByName(char opcode, string says) =>
        AssertRefused(
            PickleText.Begin.Op('N').Op(opcode), says,
            opcode == 0xff ? "where an instruction should be" : "which files of weights have no use for");

    [Fact]
    public void Open_WrongUseOfWhatIsAllowed_IsRefused()
    {
        AssertRefused(PickleText.Begin.Op(']').Op('N').Op('b'), "BUILD");
        AssertRefused(PickleText.Begin.Op('N').Op(')').Op('R'), "calls something that is not a function");
        AssertRefused(
            PickleText.Begin.Global("torch", "FloatStorage").Op(')').Op('R'), "calls torch.FloatStorage like a function");
        AssertRefused(PickleText.Begin.Global("torch._utils", "_rebuild_tensor_v2").Op(')').Op('R'), "not understood");
        AssertRefused(
            PickleText.Begin.Global("torch._utils", "_rebuild_parameter").Op('N').Raw(0x85).Op('R'),
            "makes a parameter of something that is not a tensor");
        AssertRefused(
            PickleText.Begin.Global("torch", "Size").Op('N').Raw(0x85).Op('R'),
            "makes a torch.Size of something that is not a tuple");
        AssertRefused(PickleText.Begin.Op('c').Text("torch"), "has a name that does not end");
        AssertRefused(PickleText.Begin.Text("storage").Op('Q'), "storage in a way that is not understood");
        AssertRefused(PickleText.Begin.Op('h').Raw(7), "recalls entry 7");
        AssertRefused(PickleText.Begin.Op('N').Op('r').Raw(255, 255, 255, 255), "remembers something as number 4294967295");
        AssertRefused(PickleText.Begin.Op('N').Text("a").Text("b").Op('s'), "not a dictionary");
        AssertRefused(PickleText.Begin.Op('t'), "group that it did not begin");
        AssertRefused(PickleText.Begin.Op('N').Op('('), "stops in the middle");
        AssertRefused(PickleText.Begin, "empty stack", "stops in the middle");
        AssertRefused(PickleText.Begin.Raw(0x8b, 255, 255, 255, 255), "number of 4294967295 bytes");
        AssertRefused(PickleText.Begin.Raw(0x8d, 255, 255, 255, 255, 255, 255, 255, 255), "ends in the middle");
        AssertRefused(PickleText.Begin.Op('N'), "no dictionary of tensors");
        AssertRefused(PickleText.Begin.Op('}'), "empty dictionary");
        AssertRefused(
            PickleText.Begin.Dictionary(("epoch", p => p.Number(3))), "no tensors where they are looked for, only epoch");
        AssertRefused(PickleText.Begin.Dictionary(("w", p => p.Number(3)), ("w", p => p.Number(4))), "lists \"w\" twice");
    }

    [Theory]
    [InlineData(0, new long[] { 7 }, new long[] { 1 }, "ends at element 6")]
    [InlineData(3, new long[] { 2, 2 }, new long[] { 2, 1 }, "ends at element 6")]
    [InlineData(0, new long[] { 2 }, new long[] { -1 }, "negative")]
    [InlineData(-1, new long[] { 2 }, new long[] { 1 }, "negative")]
    [InlineData(0, new long[] { -2 }, new long[] { 1 }, "negative")]
    [InlineData(0, new long[] { 2, 3 }, new long[] { 1 }, "2 sizes but 1 strides")]
    [InlineData(0, new long[] { 1L << 40 }, new long[] { 0 }, "claims 1099511627776 elements")]
    [InlineData(0, new long[] { 1L << 62, 4 }, new long[] { 0, 0 }, "impossible")]
    [InlineData(long.MaxValue, new long[] { 2 }, new long[] { 1 }, "describes a tensor that claims an impossible")]
    [InlineData(
        0, new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, new long[] { 1 },
        "sizes are not a few whole numbers")]
    public void Open_ImpossibleTensor_IsRefused(long offset, long[] shape, long[] strides, string says) =>
        AssertRefused(PickleText.Begin.Dictionary(("w", p => p.Tensor("ByteStorage", "0", 6, offset, shape, strides))), says);

    [Fact]
    public void Open_StorageShorterThanItsTensors_IsRefused()
    {
        AssertRefused(
            PickleText.Begin.Dictionary(("w", p => p.Tensor("ByteStorage", "0", 7, 0, [7], [1]))), "has only 6 bytes");
        AssertRefused(
            PickleText.Begin.Dictionary(("w", p => p.Tensor("FloatStorage", "0", 6, 0, [6], [1]))), "has only 6 bytes");
        AssertRefused(
            PickleText.Begin.Dictionary(("w", p => p.Tensor("ByteStorage", "9", 6, 0, [6], [1]))), "does not have");
        AssertRefused(
            PickleText.Begin.Dictionary(("w", p => p.Tensor("ByteStorage", "../0", 6, 0, [6], [1]))), "does not have");
        AssertRefused(
            PickleText.Begin.Dictionary(
                ("w", p => p.Tensor("ByteStorage", "0", 6, 0, [6], [1])),
                ("v", p => p.Tensor("CharStorage", "0", 6, 0, [6], [1]))),
            "in two ways"
        );
    }

    [Fact]
    public void Open_ContainersThatHoldThemselves_AreHarmless()
    {
        // d = {}; d["d"] = d; d["module"] = d
        AssertRefused(
            PickleText.Begin.Op('}').Op('q').Raw(0).Text("d").Op('h').Raw(0).Op('s').Text("module").Op('h').Raw(0).Op('s'),
            "again and again");
        var deep = PickleText.Begin;
        for (int i = 0; i < 300_000; i++)
            deep.Op('(');
        AssertRefused(deep, "stops in the middle");
        deep = PickleText.Begin.Op('N');
        for (int i = 0; i < 300_000; i++)
            deep.Raw(0x85);
        AssertRefused(deep, "no dictionary");
    }

    [Fact]
    public void Open_EndlessPickle_IsRefusedWithoutFillingTheMemory()
    {
        Cost.OfRefusing(() => AssertRefused(PickleText.Begin.Raw(new byte[17_000_000]), "at most"));
        Repeated("instructions", PickleText.Begin, p => p.Op(']'));
        Repeated("instructions", PickleText.Begin, p => p.Op('N').Raw(0x85)); // ((((None,),),),)
        Repeated("instructions", PickleText.Begin, p => p.Op('}').Op('N').Op('N').Op('s')); // many small dictionaries
        Repeated("instructions", PickleText.Begin.Text("k").Op('q').Raw(1), p => p.Op('}').Op('h').Raw(1).Op('N').Op('s'));
        Repeated("instructions", PickleText.Begin.Op('N'), p => p.Op('q').Raw(0).Op('h').Raw(0));
        Repeated("at most", PickleText.Begin, p => p.Global("torch", "FloatStorage"));
        Repeated(
            "more than 50000 tensors", PickleText.Begin.Global("collections", "OrderedDict").Op('q').Raw(0),
            p => p.Op('h').Raw(0).Op(')').Op('R'));
    }

    [Fact]
    public void Open_OneTensorAgainAndAgain_IsRefusedWithoutFillingTheMemory()
    {
        // The arguments of a tensor with many axes stay in the memory of the machine, and three instructions make it once more.
        var ones = Enumerable.Repeat(1L, 16).ToArray();
        var pickle = PickleText
            .Begin.Global("torch._utils", "_rebuild_tensor_v2")
            .Op('q')
            .Raw(0)
            .Op('(')
            .Op('(')
            .Text("storage")
            .Global("torch", "ByteStorage")
            .Text("0")
            .Text("cpu")
            .Number(6)
            .Op('t')
            .Op('Q')
            .Number(0)
            .Tuple(ones)
            .Tuple(ones)
            .Raw(0x89)
            .Op('N')
            .Op('t')
            .Op('q')
            .Raw(1);
        Repeated("more than 50000 tensors", pickle, p => p.Op('h').Raw(0).Op('h').Raw(1).Op('R'));

        // One tensor under many names.
        pickle = PickleText.Begin.Op('}').Op('(').Text("a");
        pickle.Tensor("ByteStorage", "0", 6, 0, [6], [1]).Op('q').Raw(0);
        for (int i = 0; i < 400_000; i++)
            pickle.Text($"{i}").Op('h').Raw(0);
        Cost.OfRefusing(() => AssertRefused(pickle.Op('u'), "names 400001 tensors"));
    }

    [Fact]
    public void Open_FilledByAList_IsRefused() =>
        AssertRefused(PickleText.Begin.Global("collections", "OrderedDict").Op(']').Raw(0x85).Op('R'), "fills a dictionary");

    [Fact]
    public void Open_Archives_ThatAreNotTorchs_AreRefused()
    {
        byte[] pickle = PickleText.Begin.Dictionary(("w", p => p.Tensor("ByteStorage", "0", 6, 0, [6], [1]))).End();
        AssertRefused(TorchFiles.Zip([("archive/data.pkl", pickle)], CompressionLevel.SmallestSize), "compressed");
        AssertRefused(TorchFiles.Zip([("a/data.pkl", pickle), ("b/data.pkl", pickle)]), "or with several");
        AssertRefused(TorchFiles.Zip([("readme.txt", pickle)]), "without a data.pkl");
        AssertRefused(TorchFiles.Zip([("../archive/data.pkl", pickle)]), "leads out of it");
        AssertRefused(TorchFiles.Zip([("/archive/data.pkl", pickle)]), "leads out of it");
        AssertRefused(TorchFiles.Zip([("a\\data.pkl", pickle)]), "leads out of it");
        AssertRefused(TorchFiles.Zip([("a/data.pkl", pickle), ("a/data.pkl", pickle)]), "two entries");
        AssertRefused(TorchFiles.Zip([("a/data.pkl", pickle), ("a/byteorder", "big"u8.ToArray())]), "little endian");
        AssertRefused(
            TorchFiles.Zip([("bomb/data.pkl", new byte[100_000_000])], CompressionLevel.SmallestSize), "compressed");
        AssertRefused(
            TorchFiles.Zip(Enumerable.Range(0, 70_000).Select(i => ($"a/{i}", Array.Empty<byte>()))), "without a data.pkl");
    }

    [Fact]
    public void Open_EntriesOverEachOther_AreRefused()
    {
        byte[] pickle = PickleText.Begin.Dictionary(("w", p => p.Tensor("ByteStorage", "0", 6, 0, [6], [1]))).End();
        byte[] whole = TorchFiles.Zip([("a/data.pkl", pickle), ("a/data/0", new byte[6]), ("a/data/1", new byte[6])]);
        // Let the directory's third entry point at the second's bytes.
        byte[] directory = [0x50, 0x4b, 1, 2];
        int third = whole.AsSpan().LastIndexOf(directory);
        int second = whole.AsSpan(0, third).LastIndexOf(directory);
        whole.AsSpan(second + 42, 4).CopyTo(whole.AsSpan(third + 42));
        "0"u8.CopyTo(whole.AsSpan(third + 46 + "a/data/".Length));
        AssertRefused(whole, "two entries");
        "1"u8.CopyTo(whole.AsSpan(third + 46 + "a/data/".Length));
        AssertRefused(whole, "not where the zip directory says");
    }

    [Fact]
    public void Open_DamagedZipDirectories_AreRefused()
    {
        byte[] pickle = PickleText.Begin.Dictionary(("w", p => p.Tensor("ByteStorage", "0", 6, 0, [6], [1]))).End();
        byte[] whole = TorchFiles.Zip([("a/data.pkl", pickle), ("a/data/0", new byte[6])]);
        int entry = whole.AsSpan().IndexOf([(byte)0x50, (byte)0x4b, (byte)1, (byte)2]);
        const int End = 22;

        AssertRefused(whole[..^1], "its zip directory is missing; it is truncated.");
        AssertRefused(With(whole.Length - End + 16, 0xff, 0xff, 0xff, 0x7f), "its directory claims 2 entries in ");
        AssertRefused(With(whole.Length - End + 10, 0xff, 0xff), "its zip64 directory cannot be found");
        AssertRefused(With(entry, 0), "its zip directory is damaged.");
        AssertRefused(With(entry + 8, 1), "its entry a/data.pkl is encrypted.");
        AssertRefused(With(entry + 24, 0xff, 0xff, 0xff, 0xff), "the size of its entry a/data.pkl is missing");

        byte[] With(int at, params ReadOnlySpan<byte> bytes)
        {
            byte[] changed = [.. whole];
            bytes.CopyTo(changed.AsSpan(at));
            return changed;
        }
    }

    [Fact]
    public void Open_NoTensorsAtAll_SaysWhatItIs()
    {
        File.WriteAllBytes(File1, []);
        Assert.Contains(
            "it is empty (0 bytes).", Assert.Throws<ModelLoadException>(() => TensorFile.Open(File1).Dispose()).Message,
            StringComparison.Ordinal);
        File.WriteAllText(File1, "weights");
        Assert.Contains(
            "it is not a file of PyTorch's torch.save.",
            Assert.Throws<ModelLoadException>(() => TorchPickleFile.Open(File1).Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LegacyFiles_ThatDoNotFit_AreRefused()
    {
        byte[] pickle = PickleText.Begin.Dictionary(("w", p => p.Tensor("ByteStorage", "0", 6, 0, [6], [1], legacy: true))).End();
        byte[] whole = TorchFiles.Legacy(pickle, ("0", 1, new byte[6]));
        for (int length = 1; length < whole.Length; length++)
            AssertRefused(whole[..length], "Cannot load");
        AssertRefused(TorchFiles.Legacy(pickle), "lacks some of its storages");
        AssertRefused(TorchFiles.Legacy(pickle, ("0", 1, new byte[6]), ("1", 1, new byte[6])), "nothing refers to");
        AssertRefused(TorchFiles.Legacy(pickle, ("0", 1, new byte[5])), "5 elements in storage 0 instead of 6");
        AssertRefused(PickleText.Begin.Op('}').End(), "ends in the middle");
        byte[] nothing = PickleText.Begin.Op('N').End();
        AssertRefused([.. nothing, .. nothing], "is a pickle, but not one of torch.save");
        byte[] without = TorchFiles.Legacy(pickle);
        int keys = PickleText.Begin.Op(']').Op('(').Op('e').End().Length;
        AssertRefused([.. without[..^keys], .. nothing], "does not list its storages");
        AssertRefused(whole[..^(sizeof(long) + 6)], "ends before storage 0");
        AssertRefused(TorchFiles.Legacy(pickle, ("0", 1, new byte[6]), ("0", 1, new byte[6])), "has storage 0 twice");
    }

    private void Repeated(string says, PickleText start, Action<PickleText> again)
    {
        for (int i = 0; i < 1_000_001; i++)
            again(start);
        Cost.OfRefusing(() => AssertRefused(start, says));
    }

    private void AssertRefused(PickleText pickle, params string[] says) =>
        AssertRefused(TorchFiles.Zip(pickle.End(), ("0", new byte[6])), says);

    private void AssertRefused(byte[] file, params string[] says)
    {
        File.WriteAllBytes(File1, file);
        var error = Assert.Throws<ModelLoadException>(() => TensorFile.Open(File1).Dispose());
        Assert.Contains(File1, error.Message, StringComparison.Ordinal);
        Assert.True(says.Any(part => error.Message.Contains(part, StringComparison.Ordinal)), error.Message);
    }
}
