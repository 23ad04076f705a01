using CogSpace.Weights;

namespace CogSpace.Core.Tests.Weights;

public sealed class SafetensorsConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("models/esrgan/rrdb_x4_params_ema.pth")]
    [InlineData("models/esrgan/rrdb_x4_plain_legacy.pth")]
    [InlineData("models/rife_c16/flownet.pkl")]
    [InlineData("cases/sat/transformer_2b/mp_rank_00_model_states.pt")]
    public void Convert_RealFiles_KeepEveryByte(string path)
    {
        string input = Path.Combine(Repository.Root, "tests", "golden", path);
        int count = SafetensorsConversion.Convert(input, _folder["out.safetensors"]);
        using var before = TensorFile.Open(input);
        using var after = SafetensorsFile.Open(_folder["out.safetensors"]);
        Assert.Equal(before.Tensors.Count, count);
        Assert.Equal(before.Tensors.Keys, after.Tensors.Keys);
        foreach (var (name, entry) in before.Tensors)
        {
            Assert.Equal(entry.ToString(), after.Tensors[name].ToString());
            Assert.Equal(Read(before, name), Read(after, name));
        }

        Assert.Equal(["out.safetensors"], _folder.Names);
    }

    [Fact]
    public void Convert_Prefix_IsDropped()
    {
        SafetensorsWriter.Write(
            _folder["in"],
            [("module.a", ElementType.U8, [1], new byte[] { 1 }), ("b", ElementType.U8, [1], new byte[] { 2 })]);
        SafetensorsConversion.Convert(_folder["in"], _folder["out"], "module.");
        using var file = SafetensorsFile.Open(_folder["out"]);
        Assert.Equal(["a", "b"], file.Tensors.Keys);
    }

    [Fact]
    public void Convert_OntoItself_IsRefused()
    {
        SafetensorsWriter.Write(_folder["in"], [("a", ElementType.U8, [1], new byte[] { 1 })]);
        Assert.Throws<InvalidRequestException>(() => SafetensorsConversion.Convert(_folder["in"], _folder["x/../in"]));
    }

    private static byte[] Read(ITensorFile file, string name)
    {
        var bytes = new byte[file.Tensors[name].Length];
        file.CopyTo(name, bytes);
        return bytes;
    }
}
