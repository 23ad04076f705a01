using CogSpace.Pipeline.Weights;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests;

/// <summary>
/// How much of a model is in memory does not change its videos; how its matrices are kept changes them within bounds.
/// </summary>
public sealed class MemoryModeTests : IDisposable
{
    private const double LeastDecibels = 43;      // measured: 49.1

    // Where the halves of the guidance run side by side, sums are rounded in another order than in one batch.
    private const double LeastDecibelsOfFloat32 = 60;
    private const double LeastDecibelsOfBFloat16 = 40;

    private static readonly TextToVideo Request = new()
    {
        Prompt = "a red circle moves up on a white background",
        Seed = 5,
        Steps = 4,
        Frames = 9,
    };

    private static readonly VideoClip Source = new(
        [.. Enumerable.Range(0, 9).Select(i => new Frame(96, 64, [.. Enumerable.Repeat((byte)(20 * i), 96 * 64 * 3)]))], 8);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MemoryMode.Model, ComputeType.F32, double.PositiveInfinity)]
    [InlineData(MemoryMode.Model, ComputeType.BF16, double.PositiveInfinity)]
    [InlineData(MemoryMode.Sequential, ComputeType.F32, LeastDecibelsOfFloat32)]
    [InlineData(MemoryMode.Sequential, ComputeType.BF16, LeastDecibelsOfBFloat16)]
    public async Task GenerateAsync_InAnyMode_SameVideo(MemoryMode mode, ComputeType type, double least)
    {
        using var resident = Load(MemoryMode.Resident, type);
        using var other = Load(mode, type);
        Assert.Equal(mode, other.Memory);
        var again = new VideoToVideo { Prompt = Request.Prompt, Seed = 6, Steps = 4, Strength = 0.5, Video = "", Frames = 9 };
        foreach (var request in new GenerationRequest[] { Request, Request with { Loras = [Lora()] }, Request, again })
            AssertClose(await BytesAsync(resident, request), await BytesAsync(other, request), least);
    }

    [Theory]
    [InlineData(MemoryMode.Model)]
    [InlineData(MemoryMode.Sequential)]
    public async Task InvertAsync_InAnyMode_SameBits(MemoryMode mode)
    {
        var request = new VideoInversion { Prompt = Request.Prompt, Seed = 5, Steps = 2, Video = "" };
        async Task<byte[]> InvertAsync(MemoryMode mode)
        {
            using var pipeline = Load(mode, ComputeType.F32);
            using var inverted = await pipeline.InvertAsync(Tiny.Plan(request, new VideoInfo(96, 64, 9, 8)), Source);
            return await BytesAsync(pipeline.DecodeAsync(inverted.Remade));
        }

        Assert.Equal(await InvertAsync(MemoryMode.Resident), await InvertAsync(mode));
    }

    [Fact]
    public async Task GenerateAsync_SequentialInt8_SameBitsAsResidentInt8()
    {
        using var resident = Load(MemoryMode.Resident, ComputeType.BF16, WeightKind.I8);
        using var sequential = Load(MemoryMode.Sequential, ComputeType.BF16, WeightKind.I8);
        foreach (var request in new[] { Request, Request with { Loras = [Lora()] } })
            Assert.Equal(await BytesAsync(resident, request), await BytesAsync(sequential, request));
    }

    [Fact]
    public async Task GenerateAsync_WithInt8_StaysNearTheExactVideo()
    {
        var long20 = Request with { Steps = 20, Frames = 17 };
        using var exact = Load(MemoryMode.Resident, ComputeType.F32);
        using var eight = Load(MemoryMode.Resident, ComputeType.F32, WeightKind.I8);
        Assert.Equal("int8", eight.Weights);
        double decibels = Decibels(await BytesAsync(exact, long20), await BytesAsync(eight, long20));
        Assert.InRange(decibels, LeastDecibels, 60);      // and it is not the exact one
    }

    [Fact]
    public async Task GenerateAsync_Float32OfWeightsInBFloat16_SameVideo()
    {
        // The small model's files are bfloat16, so widening them for each use loses nothing.
        using var wide = Load(MemoryMode.Resident, ComputeType.F32);
        using var narrow = Load(MemoryMode.Resident, ComputeType.F32, WeightKind.BF16);
        Assert.Equal("bfloat16", narrow.Weights);
        AssertClose(await BytesAsync(wide, Request), await BytesAsync(narrow, Request), LeastDecibelsOfFloat32);
    }

    [Fact]
    public async Task Load_CachedWeights_AreWrittenOnceAndGiveTheSameBits()
    {
        string model = _folder.CopyOf(Repository.TinyModel);
        string cache = Path.Combine(model, "transformer", Int8Cache.FileName);
        var options = new PipelineOptions { Device = "cpu", Type = ComputeType.BF16, Weights = WeightKind.I8 };
        byte[] wanted = await BytesOfAsync(model, options);
        Assert.False(File.Exists(cache));

        Assert.Equal(wanted, await BytesOfAsync(model, options with { CacheWeights = true }));
        var written = File.GetLastWriteTimeUtc(cache);
        Assert.Equal(wanted, await BytesOfAsync(model, options with { CacheWeights = true, Memory = MemoryMode.Sequential }));
        Assert.Equal(written, File.GetLastWriteTimeUtc(cache));

        // A damaged file, and one of other weights, are written again.
        File.WriteAllBytes(cache, File.ReadAllBytes(cache)[..1000]);
        Assert.Equal(wanted, await BytesOfAsync(model, options with { CacheWeights = true }));
        File.SetLastWriteTimeUtc(Path.Combine(model, "transformer", "diffusion_pytorch_model.safetensors"), DateTime.UtcNow);
        byte[] before = File.ReadAllBytes(cache);
        Assert.Equal(wanted, await BytesOfAsync(model, options with { CacheWeights = true }));
        Assert.NotEqual(before, File.ReadAllBytes(cache));
    }

    [Theory]
    [InlineData(MemoryMode.Model)]
    [InlineData(MemoryMode.Sequential)]
    public void Load_ModeThatReadsLater_RefusesADamagedModelAtOnce(MemoryMode mode)
    {
        string folder = _folder.CopyOf(Repository.TinyModel);
        string path = Path.Combine(folder, "transformer", "config.json");
        File.WriteAllText(
            path, File.ReadAllText(path).Replace("\"num_layers\": 6", "\"num_layers\": 7", StringComparison.Ordinal));
        var error = Assert.Throws<ModelLoadException>(() =>
            Model.Open(folder).Load(new PipelineOptions { Device = "cpu", Memory = mode })
        );
        Assert.Contains("transformer_blocks.6", error.Message, StringComparison.Ordinal);
    }

    private LoraFile Lora()
    {
        SafetensorsWriter.Write(_folder["lora"],
        [
            ("transformer_blocks.0.attn1.to_q.lora_A.weight", ElementType.F32, [1, 128], Bits.OfRandom(1, 128)),
            ("transformer_blocks.0.attn1.to_q.lora_B.weight", ElementType.F32, [128, 1], Bits.OfRandom(2, 128)),
        ]);
        return new LoraFile(_folder["lora"], 0.5);
    }

    private static CogVideoXPipeline Load(MemoryMode mode, ComputeType type, WeightKind weights = WeightKind.Auto) =>
        Model.Open(Repository.TinyModel).Load(new PipelineOptions
        {
            Device = "cpu",
            Type = type,
            Memory = mode,
            Weights = weights,
        }
        );

    private static async Task<byte[]> BytesOfAsync(string model, PipelineOptions options)
    {
        using var pipeline = Model.Open(model).Load(options);
        return await BytesAsync(pipeline, Request);
    }

    private static Task<byte[]> BytesAsync(CogVideoXPipeline pipeline, GenerationRequest request)
    {
        var source = request is VideoToVideo ? Source : null;
        return BytesAsync(
            pipeline.GenerateAsync(Tiny.Plan(request, source is null ? null : new VideoInfo(96, 64, 9, 8)), source));
    }

    private static async Task<byte[]> BytesAsync(IAsyncEnumerable<Frame> frames)
    {
        var bytes = new List<byte>();
        await foreach (var frame in frames)
            bytes.AddRange(frame.Pixels.Span);
        return [.. bytes];
    }

    private static void AssertClose(byte[] wanted, byte[] found, double least) =>
        Assert.InRange(Decibels(wanted, found), least, double.PositiveInfinity);

    private static double Decibels(byte[] wanted, byte[] found)
    {
        double decibels = 10 * Math.Log10(255 * 255 / wanted.Zip(found, (a, b) => Math.Pow(a - b, 2)).Average());
        TestContext.Current.TestOutputHelper?.WriteLine($"{decibels:0.0} dB");
        return decibels;
    }
}
