using System.Text.Json;
using System.Text.Json.Nodes;
using CogSpace.Pipeline;
using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Golden;

/// <summary>A whole run from prompt and seed, compared after every step.</summary>
internal static class WholePipeline
{
    public static void Check(GoldenCase golden)
    {
        var parameters = golden.Parameters;
        if (parameters.GetProperty("task").GetString() != "t2v")
            Assert.Skip("only text to video is built yet");
        string Component(string name) => Path.Combine(GoldenSet.Root, parameters.GetProperty("components").GetProperty(name).GetString()!);
        var shape = new PipelineShape(
            TransformerConfig.Read(Path.Combine(Component("transformer"), "config.json")),
            VaeConfig.Read(Path.Combine(Component("vae"), "config.json")));
        var encoderConfig = T5Config.Read(Path.Combine(Component("text_encoder"), "config.json"));
        using var vae = GoldenCase.Load(Component("vae"), "diffusion_pytorch_model", golden.Type, w => new CogVideoXVae(w, shape.Vae));
        using var pipeline = new CogVideoXPipeline(
            T5Tokenizer.Load(Component("tokenizer")),
            GoldenCase.Load(Component("text_encoder"), "model", golden.Type, w => new T5Encoder(w, encoderConfig)),
            GoldenCase.Load(Component("transformer"), "diffusion_pytorch_model", golden.Type, w => new CogVideoXTransformer(w, shape.Transformer)),
            vae, Scheduler(parameters, Component("scheduler")), shape, new ComputePlace(CPU, golden.Type));
        Run(golden, pipeline, vae, shape, Scheduler(parameters, Component("scheduler")));
    }

    private static void Run(GoldenCase golden, CogVideoXPipeline pipeline, CogVideoXVae vae, PipelineShape shape, IScheduler scheduler)
    {
        var call = golden.Parameters.GetProperty("call");
        int steps = call.GetProperty("num_inference_steps").GetInt32();
        var prompts = Texts(call, "prompt", count: 1);
        var negatives = Texts(call, "negative_prompt", prompts.Length);
        var guidance = new Guidance(
            call.GetProperty("guidance_scale").GetDouble(), call.TryGetProperty("use_dynamic_cfg", out var dynamic) && dynamic.GetBoolean(), steps);

        var text = cat(prompts.Select(prompt => pipeline.EncodePrompt(prompt)).ToArray());
        Compare(golden, "expect.prompt_embeds", text);
        if (guidance.Enabled)
        {
            var unguided = cat(negatives.Select(prompt => pipeline.EncodePrompt(prompt)).ToArray());
            Compare(golden, "expect.negative_prompt_embeds", unguided);
            text = cat([unguided, text]);
        }

        using var run = scheduler.Start(steps);
        Assert.Equal(golden.Expected.GetProperty("timesteps").EnumerateArray().Select(t => t.GetInt32()), run.Timesteps);
        foreach (var (expected, i) in golden.Expected.GetProperty("guidance").EnumerateArray().Select((g, i) => (g.GetDouble(), i)))
            Assert.Equal(expected, guidance.At(run.Timesteps[i]), expected * 1e-7);

        using var noise = new NoiseSource(golden.Parameters.GetProperty("seed").GetUInt32());
        var plan = pipeline.Plan(new TextToVideo
        {
            Prompt = prompts[0],
            Seed = 0,
            Frames = call.GetProperty("num_frames").GetInt32(),
            Width = call.GetProperty("width").GetInt32(),
            Height = call.GetProperty("height").GetInt32(),
        });
        var size = shape.LatentShape(plan);
        size[0] = prompts.Length;
        var start = noise.Draw(size, golden.Type, CPU);
        Compare(golden, "expect.init_latents", start);

        using var latents = pipeline.Denoise(
            start, text, run, guidance, noise, (i, current) => Compare(golden, $"expect.latents_step_{i:00}", current), CancellationToken.None);
        Compare(golden, "expect.final_latents", latents);
        if (golden.Names.Contains("expect.video"))
        {
            using var video = CogVideoXPipeline.DropFront(latents, shape.FrontFrames(plan));
            CompareVideo(golden, pipeline, vae, shape, video);
        }
    }

    private static void CompareVideo(GoldenCase golden, CogVideoXPipeline pipeline, CogVideoXVae vae, PipelineShape shape, Tensor latents)
    {
        var tiling = VaeDecoding.Tiling(golden.Parameters, "vae_tiling", shape.Vae);
        using var scaled = pipeline.Unscale(latents);
        var pixels = cat(vae.Decode(scaled, tiling).ToArray(), dim: 2);                    // (1, 3, F, H, W)
        golden.AssertClose("expect.video", ((pixels * 0.5) + 0.5).clamp(0, 1).transpose(1, 2));
    }

    private static void Compare(GoldenCase golden, string name, Tensor actual)
    {
        if (golden.Names.Contains(name))
            golden.AssertClose(name, actual);
    }

    private static string[] Texts(JsonElement call, string name, int count)
    {
        if (!call.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return [.. Enumerable.Repeat("", count)];
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(text => text.GetString()!)]
            : [.. Enumerable.Repeat(value.GetString()!, count)];
    }

    private static IScheduler Scheduler(JsonElement parameters, string folder)
    {
        var settings = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "scheduler_config.json")))!.AsObject();
        if (parameters.TryGetProperty("scheduler_overrides", out var overrides) && overrides.ValueKind == JsonValueKind.Object)
        {
            foreach (var setting in overrides.EnumerateObject())
                settings[setting.Name] = JsonNode.Parse(setting.Value.GetRawText());
        }

        string merged = Path.GetTempFileName();
        File.WriteAllText(merged, settings.ToJsonString());
        var schedule = new NoiseSchedule(SchedulerConfig.Read(merged));
        File.Delete(merged);
        return parameters.GetProperty("scheduler_class").GetString() switch
        {
            "CogVideoXDPMScheduler" => new DpmScheduler(schedule),
            "CogVideoXDDIMScheduler" => new DdimScheduler(schedule),
            var other => throw new NotSupportedException(other),
        };
    }
}
