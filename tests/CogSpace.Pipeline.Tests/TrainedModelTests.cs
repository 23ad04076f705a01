using System.Text.Json;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests;

/// <summary>Whole runs of the reference on the very weights in models/, from their seeds.</summary>
public sealed class TrainedModelTests
{
    // The reference's kernels and ours round differently; fifty convolutions deep that leaves up to 1e-4.
    private const double LatentTolerance = 5e-4;
    private const double PixelTolerance = 1.01 / 255;    // one level

    public static TheoryData<string> Runs => [.. Directory.EnumerateFiles(GoldenFolder, "t2v_*.json").Select(file => Path.GetFileNameWithoutExtension(file))];

    private static string GoldenFolder => Path.Combine(Repository.Root, "tests", "golden-tiny");

    [Theory, MemberData(nameof(Runs))]
    public void Run_FromSeed_EqualsReference(string name)
    {
        using var scope = NewDisposeScope();
        using var expected = SafetensorsFile.Open(Path.Combine(GoldenFolder, $"{name}.safetensors"));
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(GoldenFolder, $"{name}.json")));
        var call = document.RootElement;
        using var pipeline = CogVideoXPipeline.Load(
            Path.Combine(Repository.Root, "models", call.GetProperty("model").GetString()!), new PipelineOptions { Device = "cpu", Type = ComputeType.F32 });
        int steps = call.GetProperty("num_inference_steps").GetInt32();
        var guidance = new Guidance(call.GetProperty("guidance_scale").GetDouble(), call.GetProperty("use_dynamic_cfg").GetBoolean(), steps);

        using var noise = new NoiseSource(call.GetProperty("seed").GetUInt32());
        using var run = pipeline.StartRun(steps);
        var text = cat([pipeline.EncodePrompt(call.GetProperty("negative_prompt").GetString()!), pipeline.EncodePrompt(call.GetProperty("prompt").GetString()!)]);
        var start = noise.Draw(Read(expected, "initial_latents").shape, ScalarType.Float32, CPU);
        AssertClose(Read(expected, "initial_latents"), start, 1e-5, "initial latents");
        AssertClose(cat([Read(expected, "negative_prompt_embeds"), Read(expected, "prompt_embeds")]), text, LatentTolerance, "text");

        var stepLatents = Read(expected, "step_latents");
        using var latents = pipeline.Denoise(
            start, text, run, guidance, noise, (i, current) => AssertClose(stepLatents[i], current, LatentTolerance, $"step {i}"), CancellationToken.None);
        AssertClose(Read(expected, "final_latents"), latents, LatentTolerance, "final latents");

        var frames = pipeline.Decode(latents, () => { }, CancellationToken.None).ToList();
        var wanted = Read(expected, "frames_u8").permute(0, 2, 3, 1).contiguous();        // (F, H, W, 3)
        Assert.Equal<long[]>(wanted.shape, [frames.Count, frames[0].Height, frames[0].Width, Frame.Channels]);
        var got = tensor(frames.SelectMany(frame => frame.Pixels.ToArray()).ToArray()).reshape(wanted.shape);
        AssertClose(wanted.to(ScalarType.Float32) / 255, got.to(ScalarType.Float32) / 255, PixelTolerance, "frames");
    }

    [Fact]
    public void GoldenFolder_HasRuns() => Assert.NotEmpty(Runs);

    private static Tensor Read(SafetensorsFile file, string name)
    {
        var entry = file.Tensors[name];
        var tensor = empty([.. entry.Shape], dtype: entry.Type == ElementType.U8 ? ScalarType.Byte : ScalarType.Float32);
        file.CopyTo(name, tensor.bytes);
        return tensor;
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what)
    {
        using var scope = NewDisposeScope();
        double largest = (expected - actual).abs().max().item<float>();
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: largest deviation {largest:g3}");
        Assert.True(largest <= tolerance, $"{what}: the largest deviation is {largest:g3}, allowed {tolerance:g3}.");
    }
}
