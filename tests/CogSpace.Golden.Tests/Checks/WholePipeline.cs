using System.Text.Json;
using System.Text.Json.Nodes;
using CogSpace.Pipeline;
using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Memory;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>A whole run from prompt and seed, compared after every step.</summary>
internal static class WholePipeline
{
    private const string Stem = "diffusion_pytorch_model";

    public static void Check(GoldenCase golden)
    {
        var place = new ComputePlace(golden.Device, golden.Type);
        var shape = new PipelineShape(
            TransformerConfig.Read(Path.Combine(Component(golden, "transformer"), "config.json")),
            VaeConfig.Read(Path.Combine(Component(golden, "vae"), "config.json")));
        var encoderConfig = T5Config.Read(Path.Combine(Component(golden, "text_encoder"), "config.json"));
        var tokenizer = T5Tokenizer.Load(Component(golden, "tokenizer"));
        var encoder = golden.Load(
            Component(golden, "text_encoder"), "model", golden.Type, w => new T5Encoder(w, encoderConfig));
        var transformer = golden.Load(
            Component(golden, "transformer"), Stem, golden.Type, w => new CogVideoXTransformer(w, shape.Transformer));
        using var vae = golden.Load(
            Component(golden, "vae"), Stem, golden.Type, w => new CogVideoXVae(w, shape.Vae));
        var prompts = new PromptEncoder(
            tokenizer, NetworkSlot<T5Encoder>.Of(encoder), shape.Transformer.MaxTextSeqLength, place.Device);
        var autoencoder = new Autoencoder(NetworkSlot<CogVideoXVae>.Of(vae), shape.Vae, place);
        var scheduler = Scheduler(golden);
        using var pipeline = new CogVideoXPipeline(
            prompts, NetworkSlot<CogVideoXTransformer>.Of(transformer), autoencoder, scheduler, shape);

        var call = golden.Parameters.GetProperty("call");
        var texts = Texts(call, "prompt", count: 1);
        var negatives = Texts(call, "negative_prompt", texts.Length);
        var pictures = SourcePictures.Of(golden);
        var request = Request(golden, call, texts[0], negatives[0], pictures.Count);
        var info = pictures is [var first, ..]
            ? new VideoInfo(first.Width, first.Height, pictures.Count, shape.FramesPerSecond)
            : null;
        var plan = new Planning(shape, scheduler).Plan(request, info, tokenizer.Count);
        var guidance = new Guidance(request.Guidance, plan.DynamicGuidance, request.Steps - plan.SkippedSteps);
        var text = Encode(golden, prompts, texts, negatives, guidance.Enabled);

        using var run = scheduler.For(request).Start(request.Steps, plan.SkippedSteps);
        Assert.Equal(golden.Expected.GetProperty("timesteps").EnumerateArray().Select(t => t.GetInt32()), run.Timesteps);
        foreach (var (i, strength) in golden.Expected.GetProperty("guidance").EnumerateArray().Index())
            Assert.Equal(strength.GetDouble(), guidance.At(run.Timesteps[i]), strength.GetDouble() * 1e-7);

        var source = pictures.Count > 0 ? SourcePictures.Stretched(pictures, request, plan.Width, plan.Height) : null;
        if (source is not null)
            CompareSource(golden, source, request, autoencoder);
        using var noise = new NoiseSource(request.Seed);
        using var start = texts.Length == 1
            ? Start.Of(
                plan, source, autoencoder, shape, scheduler.For(request).Schedule, run.Timesteps[0], noise,
                new ProgressClock(null), CancellationToken.None)
            : new Start(noise.Draw([texts.Length, .. shape.LatentShape(plan)[1..]], golden.Type, golden.Device)
                .DetachFromDisposeScope());
        Compare(golden, "expect.init_latents", start.Latents);
        if (start.Image is not null)
            Compare(golden, "expect.image_latents", start.Image);

        using var latents = pipeline.Denoise(
            start, text, run, guidance, noise,
            (i, current, _) => Compare(golden, $"expect.latents_step_{i:00}", current), CancellationToken.None);
        Compare(golden, "expect.final_latents", latents);
        if (golden.Names.Contains("expect.video"))
        {
            using var video = shape.DropFront(latents, plan);
            CompareVideo(golden, vae, shape, video);
        }
    }

    // -> (B or 2B, T, text width), the unguided half first
    private static Tensor Encode(
        GoldenCase golden, PromptEncoder prompts, string[] texts, string[] negatives, bool guided)
    {
        var text = cat(texts.Select(prompt => prompts.Encode(prompt)).ToArray());
        Compare(golden, "expect.prompt_embeds", text);
        if (!guided)
            return text;
        var unguided = cat(negatives.Select(prompt => prompts.Encode(prompt)).ToArray());
        Compare(golden, "expect.negative_prompt_embeds", unguided);
        return cat([unguided, text]);
    }

    private static GenerationRequest Request(
        GoldenCase golden, JsonElement call, string prompt, string negative, int sourceFrames)
    {
        double strength = call.TryGetProperty("strength", out var stated) ? stated.GetDouble() : 0.8;
        GenerationRequest request = golden.Parameters.GetProperty("task").GetString() switch
        {
            "t2v" => new TextToVideo { Prompt = prompt, Seed = 0 },
            "i2v" => new ImageToVideo { Prompt = prompt, Seed = 0, Image = "", Crop = null },
            "v2v" => new VideoToVideo { Prompt = prompt, Seed = 0, Video = "", Crop = null, Strength = strength },
            var other => throw new NotSupportedException(other),
        };
        return request with
        {
            NegativePrompt = negative,
            Seed = golden.Parameters.GetProperty("seed").GetUInt32(),
            Steps = call.GetProperty("num_inference_steps").GetInt32(),
            Guidance = call.GetProperty("guidance_scale").GetDouble(),
            DynamicGuidance = call.TryGetProperty("use_dynamic_cfg", out var dynamic) && dynamic.GetBoolean(),
            Frames = call.TryGetProperty("num_frames", out var frames)
                ? frames.GetInt32()
                : sourceFrames > 1 ? sourceFrames : null,
            Width = call.TryGetProperty("width", out var width) ? width.GetInt32() : null,
            Height = call.TryGetProperty("height", out var height) ? height.GetInt32() : null,
        };
    }

    private static void CompareSource(
        GoldenCase golden, VideoClip source, GenerationRequest request, Autoencoder autoencoder)
    {
        // The reference prepares pictures in float32 and rounds them after that.
        using var exact = FramePixels.ToPixels(source.Frames, ScalarType.Float32, autoencoder.Place.Device);
        Compare(golden, "expect.image_preprocessed", exact.select(2, 0), ScalarType.Float32);
        Compare(golden, "expect.video_preprocessed_frame0", exact.narrow(2, 0, 1), ScalarType.Float32);
        if (golden.Names.Contains("expect.encoded_latents"))
        {
            using var noise = new NoiseSource(request.Seed);
            var latents = autoencoder.Encode(
                source, noise, tiled: false, new ProgressClock(null), CancellationToken.None);
            golden.AssertClose("expect.encoded_latents", latents);
        }
    }

    private static void CompareVideo(GoldenCase golden, CogVideoXVae vae, PipelineShape shape, Tensor latents)
    {
        var tiling = VaeDecoding.Tiling(golden.Parameters, "vae_tiling", shape.Vae);
        using var scaled = Autoencoder.Unscale(latents, shape.Vae);
        var pixels = cat(vae.Decode(scaled, tiling).ToArray(), dim: 2);                    // (1, 3, F, H, W)
        golden.AssertClose("expect.video", ((pixels * 0.5) + 0.5).clamp(0, 1).transpose(1, 2));
    }

    private static void Compare(GoldenCase golden, string name, Tensor actual, ScalarType? computedIn = null)
    {
        if (golden.Names.Contains(name))
            golden.AssertClose(name, actual, computedIn);
    }

    private static string[] Texts(JsonElement call, string name, int count)
    {
        if (!call.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return [.. Enumerable.Repeat("", count)];
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(text => text.GetString()!)]
            : [.. Enumerable.Repeat(value.GetString()!, count)];
    }

    private static string Component(GoldenCase golden, string name) =>
        golden.Path(golden.Parameters.GetProperty("components").GetProperty(name).GetString()!);

    private static ModelScheduler Scheduler(GoldenCase golden)
    {
        var parameters = golden.Parameters;
        string file = Path.Combine(Component(golden, "scheduler"), "scheduler_config.json");
        var settings = JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
        if (parameters.TryGetProperty("scheduler_overrides", out var overrides) && overrides.ValueKind == JsonValueKind.Object)
        {
            foreach (var setting in overrides.EnumerateObject())
                settings[setting.Name] = JsonNode.Parse(setting.Value.GetRawText());
        }

        string merged = Path.GetTempFileName();
        File.WriteAllText(merged, settings.ToJsonString());
        var config = SchedulerConfig.Read(merged);
        File.Delete(merged);
        return parameters.GetProperty("scheduler_class").GetString() switch
        {
            "CogVideoXDPMScheduler" => new ModelScheduler(SchedulerKind.Dpm, config),
            "CogVideoXDDIMScheduler" => new ModelScheduler(SchedulerKind.Ddim, config),
            var other => throw new NotSupportedException(other),
        };
    }
}
