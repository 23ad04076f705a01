using System.Text.Json;
using CogSpace.Pipeline.Inversion;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>A video walked to noise, and a second walk from other noise that looks at the first.</summary>
internal static class DdimInversion
{
    public static void Check(GoldenCase golden)
    {
        var parameters = golden.Parameters;
        string Component(string name) => golden.Path(parameters.GetProperty("components").GetProperty(name).GetString()!);
        var vaeConfig = VaeConfig.Read(Path.Combine(Component("vae"), "config.json"));
        var config = TransformerConfig.Read(Path.Combine(Component("transformer"), "config.json"));
        const string Stem = "diffusion_pytorch_model";
        using var vae = golden.Load(Component("vae"), Stem, golden.Type, w => new CogVideoXVae(w, vaeConfig));
        using var transformer = golden.Load(
            Component("transformer"), Stem, golden.Type, w => new CogVideoXTransformer(w, config));
        using var noise = new NoiseSource(parameters.GetProperty("torch_seed").GetUInt32());

        using var distribution = vae.Encode(Pixels(golden));
        var clean = (distribution.Sample(noise) * vaeConfig.ScalingFactor).transpose(1, 2);        // (1, F, C, H, W)
        golden.AssertClose("expect.video_latents", clean);
        var start = noise.DrawLike(clean);
        golden.AssertClose("expect.start_noise", start);

        var schedulerConfig = SchedulerConfig.Read(Path.Combine(Component("scheduler"), "scheduler_config.json"));
        int steps = parameters.GetProperty("steps").GetInt32();
        var guidance = new Guidance(parameters.GetProperty("guidance_scale").GetDouble(), Dynamic: false, steps);
        var texts = Texts(golden, Component("tokenizer"), Component("text_encoder"), config.MaxTextSeqLength);
        var walk = new InversionWalk(transformer, config, golden.Device);

        using var backward = Inverse(golden, schedulerConfig, steps);
        using var toNoise = walk.ToNoise(clean, texts.Empty, backward, noise, () => { }, CancellationToken.None);
        golden.AssertClose("expect.inverse_trajectory", toNoise.Stack());

        using var forward = new DdimScheduler(new NoiseSchedule(schedulerConfig)).Start(steps);
        Assert.Equal(Integers(golden.Expected, "forward_timesteps"), forward.Timesteps);
        var text = guidance.Enabled ? cat([texts.Empty, texts.Prompt]) : texts.Prompt;
        using var toVideo = walk.ToVideo(start, text, toNoise, guidance, forward, noise, () => { }, CancellationToken.None);
        golden.AssertClose("expect.recon_trajectory", toVideo.Stack());
    }

    private static IDenoisingRun Inverse(GoldenCase golden, SchedulerConfig config, int steps)
    {
        var scheduler = new DdimInverseScheduler(config);
        golden.AssertClose("debug.inverse_alphas_cumprod", tensor(scheduler.AlphaBars));
        double finalAlpha = config.SetAlphaToOne ? 1 : scheduler.AlphaBars[0];
        Assert.Equal(golden.Expected.GetProperty("inverse_final_alpha").GetDouble(), finalAlpha, 1e-7);
        var run = scheduler.Start(steps);
        Assert.Equal(Integers(golden.Expected, "inverse_timesteps"), run.Timesteps);
        return run;
    }

    // (F, H, W, 3) bytes -> (1, 3, F, H, W), -1 to 1
    private static Tensor Pixels(GoldenCase golden) =>
        ((golden.Input("in.video_u8").permute(3, 0, 1, 2).unsqueeze(0).to(ScalarType.Float32) / 255 * 2) - 1).to(golden.Type);

    // -> (1, T, text width) each
    private static (Tensor Empty, Tensor Prompt) Texts(GoldenCase golden, string tokenizerFolder, string folder, int length)
    {
        var tokenizer = T5Tokenizer.Load(tokenizerFolder);
        var config = T5Config.Read(Path.Combine(folder, "config.json"));
        using var encoder = golden.Load(folder, "model", golden.Type, w => new T5Encoder(w, config));
        Tensor Encode(string text)
        {
            long[] ids = [.. tokenizer.Encode(text, length).Ids.Select(id => (long)id)];
            return encoder.Forward(tensor(ids).unsqueeze(0).to(golden.Device));
        }

        return (Encode(""), Encode(golden.Parameters.GetProperty("prompt").GetString()!));
    }

    private static IEnumerable<int> Integers(JsonElement json, string name) =>
        json.GetProperty(name).EnumerateArray().Select(value => value.GetInt32());
}
