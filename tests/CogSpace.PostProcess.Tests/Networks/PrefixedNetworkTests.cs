using CogSpace.PostProcess.Networks;
using CogSpace.Weights;

namespace CogSpace.PostProcess.Tests.Networks;

/// <summary>Networks whose names all begin with something that the program of their training put there.</summary>
public sealed class PrefixedNetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AveragedWeightsBesidePlainOnes_AreTaken()
    {
        string field = FieldFiles.Path("generator_ema.pth");
        Assert.StartsWith(
            "Real-ESRGAN (RRDBNet) x4, 2 blocks of 8", NetworkDescription.Read(field).Description, StringComparison.Ordinal);
        string averaged = Copy(
            field, name => name.StartsWith("generator_ema.", StringComparison.Ordinal) ? name["generator_ema.".Length..] : null);
        string plain = Copy(
            field, name => name.StartsWith("generator.", StringComparison.Ordinal) ? name["generator.".Length..] : null);

        Assert.Equal(Upscale(averaged), Upscale(field));
        Assert.NotEqual(Upscale(plain), Upscale(field));
        Assert.Equal(NetworkDescription.Read(averaged).Parameters, NetworkDescription.Read(field).Parameters);
    }

    [Theory]
    [InlineData("net_g.")]
    [InlineData("module.")]
    [InlineData("_orig_mod.module.")]
    [InlineData("model.")]
    [InlineData("params_ema.")]
    [InlineData("my_network.")]
    public void APrefixOfAllNames_IsDropped(string prefix)
    {
        foreach (string file in new[] { TinyNetworks.Upscaling, TinyNetworks.Interpolation })
        {
            string copy = Copy(file, name => prefix + name);
            Assert.Equal(NetworkDescription.Read(file).Description, NetworkDescription.Read(copy).Description);
        }

        string numbered = TinyNetworks.Golden("esrgan", "rrdb_x4_old_names.pth");       // names that begin with "model." anyway
        Assert.Equal(Upscale(numbered), Upscale(Copy(numbered, name => prefix + name)));
    }

    [Fact]
    public void UnknownNames_AreShownAsTheyAre()
    {
        string copy = Copy(TinyNetworks.Upscaling, name => $"module.other{name}");
        var e = Assert.Throws<ModelLoadException>(() => NetworkDescription.Read(copy));

        Assert.Contains("module.otherbody.0.bias", e.Message, StringComparison.Ordinal);
    }

    private float[] Upscale(string file)
    {
        using var network = TinyNetworks.Open(file, _folder);
        return network.Run([Planes.Of(Scenes.At(0)).Part(0, 0, 24, 16)], CancellationToken.None).Values;
    }

    private string Copy(string file, Func<string, string?> rename)
    {
        using var source = TensorFile.Open(file);
        var tensors = new List<(string, ElementType, IReadOnlyList<long>, ReadOnlyMemory<byte>)>();
        foreach (var (name, entry) in source.Tensors)
        {
            if (rename(name) is not { } renamed)
                continue;
            var bytes = new byte[entry.Length];
            source.CopyTo(name, bytes);
            tensors.Add((renamed, entry.Type, entry.Shape, bytes));
        }

        string path = _folder[$"{Guid.NewGuid():N}.safetensors"];
        SafetensorsWriter.Write(path, tensors);
        return path;
    }
}
