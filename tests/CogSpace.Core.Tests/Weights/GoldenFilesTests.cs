using CogSpace.Weights;

namespace CogSpace.Core.Tests.Weights;

/// <summary>Every file of weights in the fixture set, as PyTorch and safetensors themselves wrote it.</summary>
public sealed class GoldenFilesTests
{
    private static readonly string Root = Path.Combine(Repository.Root, "tests", "golden");

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".safetensors" or ".pt" or ".pth" or ".pkl")
            .Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Files))]
    public void Open_EveryFile_GivesEveryTensor(string file)
    {
        using var opened = TensorFile.Open(Path.Combine(Root, file));
        Assert.NotEmpty(opened.Tensors);
        foreach (var (name, entry) in opened.Tensors)
        {
            var bytes = new byte[entry.Length];
            opened.CopyTo(name, bytes);
            Assert.True(
                entry.Type != ElementType.F32 || bytes.Chunk(4).All(number => float.IsFinite(BitConverter.ToSingle(number))),
                $"{name} holds what is not a number");
        }
    }

    [Fact]
    public void Open_TheSameWeightsUnderThreeNames_AreTheSameBytes()
    {
        // Two zip archives, one of them with a wrapper, and a legacy file.
        var (old, trunk, plain) = (
            Contents("rrdb_x4_old_names.pth"), Contents("rrdb_x4_trunk_names.pth"), Contents("rrdb_x4_plain_legacy.pth"));
        Assert.Equal(plain, old);
        Assert.Equal(plain, trunk);
    }

    private static List<string> Contents(string name)
    {
        using var file = TensorFile.Open(Path.Combine(Root, "models", "esrgan", name));
        return [.. file.Tensors.Select(tensor =>
        {
            var bytes = new byte[tensor.Value.Length];
            file.CopyTo(tensor.Key, bytes);
            return $"{tensor.Value}: {Convert.ToHexString(bytes)}";
        }).Order(StringComparer.Ordinal)];
    }
}
