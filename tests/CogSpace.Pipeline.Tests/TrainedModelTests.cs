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

    public static TheoryData<string> Runs =>
        [.. Directory.EnumerateFiles(GoldenFolder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file))];

    private static string GoldenFolder => Path.Combine(Repository.Root, "tests", "golden-tiny");

    [Theory, MemberData(nameof(Runs))]
    public void Run_FromSeed_EqualsReference(string name)
    {
        using var scope = NewDisposeScope();
        using var expected = SafetensorsFile.Open(Path.Combine(GoldenFolder, $"{name}.safetensors"));
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(GoldenFolder, $"{name}.json")));
        var call = document.RootElement;
        string folder = Path.Combine(Repository.Root, "models", call.GetProperty("model").GetString()!.Split(' ')[0]);
        using var model = new LoadedParts(folder, new PipelineOptions { Device = "cpu", Type = ComputeType.F32 });
        var source = Source(expected, call);
        var plan = model.Model.Plan(
            Request(call),
            source is null
                ? null
                : new VideoInfo(source.Frames[0].Width, source.Frames[0].Height, source.Frames.Count, source.FramesPerSecond)
        );
        var guidance = new Guidance(plan.Request.Guidance, plan.DynamicGuidance, plan.Request.Steps - plan.SkippedSteps);

        using var noise = new NoiseSource(plan.Request.Seed);
        var scheduler = model.Scheduler.For(plan.Request);
        using var run = scheduler.Start(plan.Request.Steps, plan.SkippedSteps);
        Assert.Equal(call.GetProperty("timesteps").EnumerateArray().Select(t => t.GetInt32()), run.Timesteps);
        var text = cat([model.Prompts.Encode(plan.Request.NegativePrompt), model.Prompts.Encode(plan.Request.Prompt)]);
        AssertClose(
            cat([Read(expected, "negative_prompt_embeds"), Read(expected, "prompt_embeds")]), text, LatentTolerance, "text");
        using var start = Start.Of(
            plan, source, model.Autoencoder, model.Shape, scheduler.Schedule, run.Timesteps[0], noise,
            new ProgressClock(null), CancellationToken.None);
        AssertClose(Read(expected, "initial_latents"), start.Latents, source is null ? 1e-5 : LatentTolerance, "initial latents");
        if (start.Image is not null)
            AssertClose(Read(expected, "image_latents"), start.Image, LatentTolerance, "image latents");

        var stepLatents = Read(expected, "step_latents");
        using var latents = model.Pipeline.Denoise(
            start, text, run, guidance, noise,
            (i, current, _) => AssertClose(stepLatents[i], current, LatentTolerance, $"step {i}"), CancellationToken.None);
        AssertClose(Read(expected, "final_latents"), latents, LatentTolerance, "final latents");

        var frames = model.Autoencoder
            .Decode(latents, tiled: false, new ProgressClock(null), CancellationToken.None).ToList();
        var wanted = Read(expected, "frames_u8").permute(0, 2, 3, 1).contiguous();        // (F, H, W, 3)
        Assert.Equal<long[]>(wanted.shape, [frames.Count, frames[0].Height, frames[0].Width, Frame.Channels]);
        var got = tensor(frames.SelectMany(frame => frame.Pixels.ToArray()).ToArray()).reshape(wanted.shape);
        AssertClose(wanted.to(ScalarType.Float32) / 255, got.to(ScalarType.Float32) / 255, PixelTolerance, "frames");
    }

    [Fact]
    public void GoldenFolder_HasRunsOfEveryTask() =>
        Assert.Superset(new HashSet<string> { "t2v", "i2v", "v2v" }, Runs.Select(run => run.Data.Split('_')[0]).ToHashSet());

    private static GenerationRequest Request(JsonElement call)
    {
        string prompt = call.GetProperty("prompt").GetString()!;
        GenerationRequest request = call.GetProperty("pipeline").GetString() switch
        {
            "CogVideoXImageToVideoPipeline" => new ImageToVideo
            {
                Prompt = prompt,
                Seed = 0,
                Image = "",
            },
            "CogVideoXVideoToVideoPipeline" => new VideoToVideo
            {
                Prompt = prompt,
                Seed = 0,
                Video = "",
                Strength = call.GetProperty("strength").GetDouble(),
            },
            _ => new TextToVideo { Prompt = prompt, Seed = 0 },
        };
        return request with
        {
            NegativePrompt = call.GetProperty("negative_prompt").GetString()!,
            Seed = call.GetProperty("seed").GetUInt32(),
            Steps = call.GetProperty("num_inference_steps").GetInt32(),
            Guidance = call.GetProperty("guidance_scale").GetDouble(),
            DynamicGuidance = call.GetProperty("use_dynamic_cfg").GetBoolean(),
        };
    }

    // "source" names a tensor: (3, H, W) or (F, 3, H, W)
    private static VideoClip? Source(SafetensorsFile file, JsonElement call)
    {
        if (!call.TryGetProperty("source", out var name))
            return null;
        var stored = Read(file, name.GetString()!);
        var frames = (stored.shape.Length == 3 ? stored.unsqueeze(0) : stored).permute(0, 2, 3, 1);
        var (height, width) = ((int)frames.shape[1], (int)frames.shape[2]);
        return new VideoClip(
            [
                .. Enumerable
                    .Range(0, (int)frames.shape[0])
                    .Select(i => new Frame(width, height, frames[i].contiguous().bytes.ToArray())),
            ],
            8
        );
    }

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
