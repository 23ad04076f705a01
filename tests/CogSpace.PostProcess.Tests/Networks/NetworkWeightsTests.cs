using System.Globalization;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;
using CogSpace.Weights;

namespace CogSpace.PostProcess.Tests.Networks;

/// <summary>What files of weights are taken for, and which are refused.</summary>
public sealed class NetworkWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_KnownFiles_SaysWhatTheyAre()
    {
        Assert.Equal(
            ("RIFE HDv3 (IFNet), 24 channels", NetworkKind.Interpolation, 1, 224072L), Read(TinyNetworks.Interpolation));
        Assert.Equal(
            ("Real-ESRGAN compact (SRVGGNetCompact) x4, 8 layers of 24 channels", NetworkKind.Upscaling, 4, 52968L),
            Read(TinyNetworks.Upscaling));
        Assert.StartsWith(
            "Real-ESRGAN (RRDBNet) x4, 2 blocks",
            NetworkDescription.Read(TinyNetworks.Golden("esrgan", "rrdb_x4_old_names.pth")).Description,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Real-ESRGAN (RRDBNet) x4, 2 blocks",
            NetworkDescription.Read(TinyNetworks.Golden("esrgan", "rrdb_x4_trunk_names.pth")).Description,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Real-ESRGAN (RRDBNet) x2, 2 blocks",
            NetworkDescription.Read(TinyNetworks.Golden("esrgan", "rrdb_x2_params_ema.pth")).Description,
            StringComparison.Ordinal);

        static (string, NetworkKind, int, long) Read(string file) =>
            NetworkDescription.Read(file) is var network
                ? (network.Description, network.Kind, network.Scale, network.Parameters)
                : default;
    }

    [Fact]
    public void Read_UnknownWeights_ListsWhatIsUnderstood()
    {
        SafetensorsWriter.Write(_folder["unet.safetensors"], [("down.0.weight", ElementType.F32, [1], new byte[4])]);
        var e = Assert.Throws<ModelLoadException>(() => NetworkDescription.Read(_folder["unet.safetensors"]));

        Assert.Contains(
            "its weights (down.0.weight, ...) are of no network that is known here; ", e.Message, StringComparison.Ordinal);
        foreach (string part in new[] { "IFNet", "RRDBNet", "SRVGGNetCompact" })
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the tensor body.2.weight has the shape (10, 4, 3, 3), which makes no square of pixels.",
        "body.0.weight 4 3 3 3", "body.1.weight 4", "body.2.weight 10 4 3 3")]
    [InlineData("it has no weights of PReLU at body.1: a compact Real-ESRGAN with another activation does not say with which.",
        "body.0.weight 4 3 3 3", "body.2.weight 12 4 3 3")]
    [InlineData("its first layer takes 7 channels; supported are 3, 12 (pixel-unshuffle by 2) and 48 (by 4).",
        "conv_first.weight 4 7 3 3", "body.0.rdb1.conv1.weight 2 4 3 3", "conv_last.weight 3 4 3 3")]
    [InlineData("it has 0 doublings after a pixel-unshuffle by 4, so that pictures would become smaller.",
        "conv_first.weight 4 48 3 3", "body.0.rdb1.conv1.weight 2 4 3 3", "conv_last.weight 3 4 3 3")]
    [InlineData("it begins like an ESRGAN of 2018, but the layers after its body are missing.",
        "model.0.weight 4 3 3 3", "model.1.sub.0.RDB1.conv1.0.weight 2 4 3 3")]
    [InlineData("the tensor block0.conv0.1.0.weight has the shape (5, 2, 3, 3), which is of no IFNet.",
        "block0.conv0.1.0.weight 5 2 3 3", "block2.conv1.0.weight 4 2 4 4")]
    [InlineData("the tensor block0.conv0.1.0.weight has the shape (8, 4), which no RIFE has.",
        "block0.conv0.0.0.weight 4 7 3 3", "block0.conv0.1.0.weight 8 4", "block0.lastconv.0.weight 8 24 4 4",
        "block1.conv0.0.0.weight 4 12 3 3", "block2.conv0.0.0.weight 4 12 3 3", "block3.conv0.0.0.weight 4 12 3 3")]
    public void Read_AlmostANetwork_SaysWhatIsWrong(string says, params string[] tensors)
    {
        SafetensorsWriter.Write(_folder["a.safetensors"],
        [
            .. tensors.Select(tensor => tensor.Split(' ')).Select(words =>
            {
                long[] shape = [.. words[1..].Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
                ReadOnlyMemory<byte> bytes = new byte[sizeof(float) * shape.Aggregate(1L, (product, size) => product * size)];
                return (words[0], ElementType.F32, (IReadOnlyList<long>)shape, bytes);
            }),
        ]);

        var e = Assert.Throws<ModelLoadException>(() => NetworkDescription.Read(_folder["a.safetensors"]));
        Assert.EndsWith(says, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void Open_TruncatedWeights_AreRefused(double kept)
    {
        byte[] whole = File.ReadAllBytes(TinyNetworks.Upscaling);
        File.WriteAllBytes(_folder["cut.pth"], whole[..(int)(whole.Length * kept)]);
        var e = Assert.Throws<ModelLoadException>(() => TinyNetworks.Open(_folder["cut.pth"], _folder));

        Assert.Contains("cut.pth", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Open_WeightsThatAreNoNumbers_AreRefused(float number)
    {
        CopyWith(
            TinyNetworks.Upscaling, "body.2.bias",
            bytes => BitConverter.TryWriteBytes(bytes.AsSpan(3 * sizeof(float)), number));
        var e = Assert.Throws<ModelLoadException>(() => TinyNetworks.Open(_folder["changed.safetensors"], _folder));

        Assert.Contains("body.2.bias", e.Message, StringComparison.Ordinal);
        Assert.Contains("at element 3", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("block1.conv0.0.0.weight", "is missing")]
    [InlineData("block2.conv1.2.bias", "is missing")]
    public void Open_MissingTensor_IsNamed(string name, string says)
    {
        CopyWithout(TinyNetworks.Interpolation, "module." + name);
        var e = Assert.Throws<ModelLoadException>(() => TinyNetworks.Open(_folder["changed.safetensors"], _folder));

        Assert.Contains($"{name} {says}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ConvertsOnce_AndAgainWhenTheFileChanges()
    {
        using var cache = new TemporaryFolder();
        var models = new ModelCache(cache.FullPath);
        File.Copy(TinyNetworks.Upscaling, _folder["a.pth"]);

        Assert.False(models.Load(_folder["a.pth"], half: false).WasCached);
        Assert.True(models.Load(_folder["a.pth"], half: false).WasCached);
        Assert.False(models.Load(_folder["a.pth"], half: true).WasCached);
        File.Copy(TinyNetworks.Golden("esrgan", "srvgg_params.pth"), _folder["a.pth"], overwrite: true);
        Assert.False(models.Load(_folder["a.pth"], half: false).WasCached);
        Assert.Equal(3, cache.Names.Count());
    }

    [Fact]
    public void Open_DamagedCache_IsConvertedAgain()
    {
        using var cache = new TemporaryFolder();
        TinyNetworks.Open(TinyNetworks.Upscaling, cache).Dispose();
        File.WriteAllText(cache[cache.Names.Single()], "damaged");

        TinyNetworks.Open(TinyNetworks.Upscaling, cache).Dispose();
        Assert.True(new FileInfo(cache[cache.Names.Single()]).Length > 1000);
    }

    [Fact]
    public void Half_IsHalfAsLargeAndNearlyTheSame()
    {
        var picture = Planes.Of(Scenes.At(0));
        using var cache = new TemporaryFolder();
        using var full = TinyNetworks.Open(TinyNetworks.Upscaling, cache);
        using var half = NetworkSession.Open(
            TinyNetworks.Upscaling,
            new NetworkOptions
            {
                Device = "cpu",
                Half = true,
                CacheFolder = cache.FullPath,
                Threads = 1,
            }
        );

        float most = full.Run([picture], CancellationToken.None)
            .Values.Zip(half.Run([picture], CancellationToken.None).Values, (a, b) => Math.Abs(a - b))
            .Max();
        var sizes = cache.Names.Select(name => new FileInfo(cache[name]).Length).Order().ToList();
        Assert.InRange(most, 1e-6f, 0.01f);
        Assert.InRange((double)sizes[0] / sizes[1], 0.45, 0.6);
    }

    [Fact]
    public void Half_Interpolation_KeepsPositionsExact()
    {
        Planes first = Planes.Of(Scenes.At(0)), second = Planes.Of(Scenes.At(1));
        using var cache = new TemporaryFolder();
        using var full = TinyNetworks.Open(TinyNetworks.Interpolation, cache);
        using var half = NetworkSession.Open(
            TinyNetworks.Interpolation,
            new NetworkOptions
            {
                Device = "cpu",
                Half = true,
                CacheFolder = cache.FullPath,
                Threads = 1,
            }
        );

        double error = full.Run([first, second], CancellationToken.None)
            .Values.Zip(half.Run([first, second], CancellationToken.None).Values, (a, b) => Math.Pow(a - b, 2))
            .Average();
        Assert.InRange(-10 * Math.Log10(error), 45, 200);
    }

    [Fact]
    public void Catalog_FindsWhatComesWithTheProgram()
    {
        var catalog = new NetworkCatalog(Repository.Models);

        Assert.Equal(["realesr-tiny-x4", "flownet"], catalog.Installed().Select(network => network.Name));
        Assert.Equal(TinyNetworks.Interpolation, catalog.Smallest(NetworkKind.Interpolation).File);
        Assert.Equal(TinyNetworks.Upscaling, catalog.Find("realesrgan-tiny", NetworkKind.Upscaling).File);
        Assert.Equal(TinyNetworks.Upscaling, catalog.Find("realesr-tiny-x4", NetworkKind.Upscaling).File);
        Assert.Contains(
            "realesr-tiny-x4", Assert.Throws<CogSpaceException>(() => catalog.Find("none", NetworkKind.Upscaling)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "weights for upscaling are needed",
            Assert.Throws<ModelLoadException>(() => catalog.Find(TinyNetworks.Interpolation, NetworkKind.Upscaling)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "No weights",
            Assert
                .Throws<CogSpaceException>(() => new NetworkCatalog(_folder.FullPath).Smallest(NetworkKind.Upscaling))
                .Message,
            StringComparison.Ordinal
        );
    }

    private void CopyWith(string file, string name, Action<byte[]> change) => Copy(file, (tensor, bytes) =>
    {
        if (tensor == name)
            change(bytes);
        return true;
    });

    private void CopyWithout(string file, string name) => Copy(file, (tensor, _) => tensor != name);

    private void Copy(string file, Func<string, byte[], bool> keep)
    {
        using var source = TensorFile.Open(file);
        var tensors = new List<(string, ElementType, IReadOnlyList<long>, ReadOnlyMemory<byte>)>();
        foreach (var (name, entry) in source.Tensors)
        {
            var bytes = new byte[entry.Length];
            source.CopyTo(name, bytes);
            if (keep(name, bytes))
                tensors.Add((name, entry.Type, entry.Shape, bytes));
        }

        SafetensorsWriter.Write(_folder["changed.safetensors"], tensors);
    }
}
