using CogSpace.Pipeline.Vae;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests;

public sealed class AutoencoderTests : IDisposable
{
    // What it gives back of its own model's clips lies above 30 dB; a wrong scale, range or order of channels below 20.
    private const double LeastPsnr = 28;

    private const double LeastTiledPsnr = 27;

    private static readonly PipelineOptions Options = new() { Device = "cpu", Type = ComputeType.F32 };

    private readonly TemporaryFolder _folder = new();
    private readonly Autoencoder _autoencoder = Model.Open(Repository.TinyModel).LoadAutoencoder(Options);

    public void Dispose()
    {
        _autoencoder.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task EncodeAsync_DecodeAsync_GivesTheVideoBack()
    {
        var clip = await ClipAsync();
        Assert.InRange(await RoundTripAsync(_autoencoder, clip, seed: null), LeastPsnr, 100);
        Assert.InRange(await RoundTripAsync(_autoencoder, clip, seed: 3), LeastPsnr, 100);
    }

    [Fact]
    public async Task EncodeAsync_Tiled_CutsWhatIsLargerThanATile()
    {
        using var tiled = Model.Open(Repository.TinyModel).LoadAutoencoder(Options with { Tiling = true });
        var clip = await ClipAsync();
        Assert.InRange(await RoundTripAsync(tiled, clip, seed: null), LeastTiledPsnr, 100);
        using var whole = await _autoencoder.EncodeAsync(clip);
        using var pieces = await tiled.EncodeAsync(clip);
        Assert.True(Distance(whole, pieces) > 0);

        var small = new VideoClip([new Frame(48, 32, new byte[48 * 32 * Frame.Channels])], 8);
        using var one = await _autoencoder.EncodeAsync(small);
        using var same = await tiled.EncodeAsync(small);
        Assert.Equal(0, Distance(one, same));
    }

    [Fact]
    public async Task EncodeAsync_Sample_IsThatOfItsSeed()
    {
        var clip = await ClipAsync();
        using var mode = await _autoencoder.EncodeAsync(clip);
        using var first = await _autoencoder.EncodeAsync(clip, seed: 3);
        using var again = await _autoencoder.EncodeAsync(clip, seed: 3);
        using var other = await _autoencoder.EncodeAsync(clip, seed: 4);
        Assert.True(Distance(first, again) == 0 && Distance(first, other) > 0 && Distance(first, mode) > 0);
    }

    [Fact]
    public async Task Write_Read_KeepsLatentsAndNotes()
    {
        using var latents = await _autoencoder.EncodeAsync(await ClipAsync());
        latents.Write(_folder["a.safetensors"], new Dictionary<string, string> { ["frames_per_second"] = "8" });
        var (read, notes) = _autoencoder.Read(_folder["a.safetensors"]);
        using (read)
            Assert.Equal((0.0, "8"), (Distance(latents, read), notes["frames_per_second"]));
    }

    /// <summary>As CogVideo's cli_vae_demo.py writes encoded.pt: a tensor alone, not scaled, of pixels from 0 to 1.</summary>
    [Fact]
    public async Task Read_TensorOfTheDemo_DecodesToTheSameVideo()
    {
        var clip = await ClipAsync();
        var asInDemo = new VideoClip([.. clip.Frames.Select(frame => new Frame(
            frame.Width, frame.Height, [.. frame.Pixels.ToArray().Select(pixel => (byte)((pixel + 256) / 2))]))], 8);
        using var latents = await _autoencoder.EncodeAsync(asInDemo);
        double scale = VaeConfig.Read(Path.Combine(Repository.TinyModel, "vae", "config.json")).ScalingFactor;
        using (NewDisposeScope())
            WriteAlone((latents.Values / scale).transpose(1, 2));

        var (read, _) = _autoencoder.Read(_folder["encoded.pt"]);
        using (read)
        {
            Assert.InRange(Distance(latents, read), 0, 1e-5);
            double psnr = SampleClip.Psnr(clip.Frames, await _autoencoder.DecodeAsync(read).ToListAsync());
            Assert.InRange(psnr, 20, 100);
        }
    }

    [Fact]
    public async Task Read_TensorOfAPipeline_IsScaledAlready()
    {
        using var latents = await _autoencoder.EncodeAsync(await ClipAsync());
        WriteAlone(latents.Values);
        var (read, _) = _autoencoder.Read(_folder["encoded.pt"]);
        using (read)
            Assert.Equal((0.0, false), (Distance(latents, read), read.FromZero));
    }

    [Fact]
    public void Read_TensorOfAnotherShape_SaysWhatFits()
    {
        using (NewDisposeScope())
            WriteAlone(zeros([1, 5, 4, 8, 12]));
        var e = Assert.Throws<InvalidRequestException>(() => _autoencoder.Read(_folder["encoded.pt"]));
        Assert.Contains("F32 (1, 5, 4, 8, 12); this autoencoder takes (1, frames, 8", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(1, 3, 8, 8, 12, 1)", 1L, 3L, 8L, 8L, 12L, 1L)]
    [InlineData("(3, 8, 8, 12)", 3L, 8L, 8L, 12L)]
    [InlineData("(2, 3, 8, 8, 12)", 2L, 3L, 8L, 8L, 12L)]
    [InlineData("(1, frames, 8, height, width)", 1L, 3L, 16L, 8L, 12L)]
    [InlineData("(1, 0, 8, 8, 12)", 1L, 0L, 8L, 8L, 12L)]
    [InlineData("512 x 512", 1L, 1L, 8L, 1L, 513L)]
    public void Read_OtherShape_SaysWhatFits(string says, params long[] shape)
    {
        Write("latents", ElementType.F32, shape);
        AssertRefused<InvalidRequestException>(says);
    }

    [Fact]
    public void Read_OtherName_SaysSo()
    {
        Write("weights", ElementType.F32, 1, 3, 8, 8, 12);
        AssertRefused<InvalidRequestException>("no tensor of the name \"latents\"");
    }

    [Fact]
    public void Read_WholeNumbers_SaysSo()
    {
        Write("latents", ElementType.I32, 1, 3, 8, 8, 12);
        AssertRefused<InvalidRequestException>("latents are float32");
    }

    [Fact]
    public void Read_NotNumbers_SaysSo()
    {
        byte[] bytes = new byte[4 * 3 * 8 * 8 * 12];
        BitConverter.TryWriteBytes(bytes, float.NaN);
        SafetensorsWriter.Write(_folder["a.safetensors"], [("latents", ElementType.F32, [1, 3, 8, 8, 12], bytes)]);
        AssertRefused<InvalidRequestException>("not all numbers");
    }

    [Fact]
    public void Read_NoSafetensors_SaysSo()
    {
        File.WriteAllText(_folder["a.safetensors"], "no latents, but a text that is long enough");
        AssertRefused<ModelLoadException>("a.safetensors");
        File.Delete(_folder["a.safetensors"]);
        AssertRefused<ModelLoadException>("does not exist");
    }

    [Theory]
    [InlineData(100, 67, null, null, 96, 64)]
    [InlineData(100, 67, 48, null, 48, 64)]
    [InlineData(5, 5, null, null, 8, 8)]
    [InlineData(9000, 5000, null, null, 4096, 4096)]
    public void Plan_TakesTheVideosOwnSize(
        int ownWidth, int ownHeight, int? width, int? height, int expectedWidth, int expectedHeight)
    {
        var plan = Tiny.Model.PlanAutoencoder(new VideoInfo(ownWidth, ownHeight, 50, 24), width, height, frames: null);
        Assert.Equal(
            (expectedWidth, expectedHeight, new FrameSampling(1, 49, 24)), (plan.Width, plan.Height, plan.Sampling));
        Assert.Contains("49 frames were taken instead of 50", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multiple of 8", 100, null, null)]
    [InlineData("up to 4096", null, 8192, null)]
    [InlineData("choose 1 or more", null, null, 0)]
    public void Plan_Impossible_SaysWhatToTake(string says, int? width, int? height, int? frames) =>
        Assert.Contains(
            says,
            Assert
                .Throws<InvalidRequestException>(() =>
                    Tiny.Model.PlanAutoencoder(new VideoInfo(96, 64, 9, 8), width, height, frames)
                )
                .Message,
            StringComparison.Ordinal
        );

    private static async Task<VideoClip> ClipAsync()
    {
        using var pipeline = Model.Open(Repository.TinyModel).Load(Options);
        return await SampleClip.MakeAsync(pipeline, "a red circle moves up on a white background", seed: 11);
    }

    private static async Task<double> RoundTripAsync(Autoencoder autoencoder, VideoClip clip, uint? seed)
    {
        using var latents = await autoencoder.EncodeAsync(clip, seed);
        var frames = await autoencoder.DecodeAsync(latents).ToListAsync();
        Assert.Equal(clip.Frames.Count, frames.Count);
        double psnr = SampleClip.Psnr(clip.Frames, frames);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {psnr:0.0} dB");
        return psnr;
    }

    private static double Distance(VideoLatents a, VideoLatents b)
    {
        using var scope = NewDisposeScope();
        return (a.Values - b.Values).abs().max().item<float>();
    }

    // As torch.save does.
    private void WriteAlone(Tensor values)
    {
        long[] shape = values.shape, strides = [.. shape.Select((_, i) => shape[(i + 1)..].Aggregate(1L, (a, b) => a * b))];
        byte[] bytes = values.to(ScalarType.Float32).contiguous().bytes.ToArray();
        byte[] pickle = PickleText.Begin.Tensor("FloatStorage", "0", bytes.Length / 4, 0, shape, strides).End();
        File.WriteAllBytes(_folder["encoded.pt"], TorchFiles.Zip(pickle, ("0", bytes)));
    }

    private void Write(string name, ElementType type, params long[] shape) =>
        SafetensorsWriter.Write(
            _folder["a.safetensors"],
            [(name, type, shape, new byte[4 * shape.Aggregate(1L, (product, size) => product * size)])]);

    private void AssertRefused<T>(string says)
        where T : CogSpaceException
    {
        var error = Assert.Throws<T>(() => _autoencoder.Read(_folder["a.safetensors"]));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
