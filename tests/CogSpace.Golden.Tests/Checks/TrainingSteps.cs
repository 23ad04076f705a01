using System.Text.Json;
using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Training;
using CogSpace.Pipeline.Transformer;
using CogSpace.Training;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Some steps of training: losses, gradients, learning rates and what the weights are afterwards.</summary>
internal static class TrainingSteps
{
    private const string GradientPrefix = "expect.gradient.", TrainedPrefix = "expect.trained.";

    public static void Check(GoldenCase golden)
    {
        foreach (bool checkpointing in new[] { false, true })
            Check(golden, checkpointing);
    }

    private static void Check(GoldenCase golden, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        string folder = golden.Model("transformer");
        var config = TransformerConfig.Read(Path.Combine(folder, "config.json"));
        var options = Options(golden.Parameters);
        const string Stem = "diffusion_pytorch_model";
        var loaded = golden.Load(folder, Stem, golden.Type, weights => new CogVideoXTransformer(weights, config));
        var lora = options.Lora is { } wanted
            ? TrainableLora.Attach(loaded.Linears, wanted, (name, _) => golden[$"in.lora.{CaseName(name)}"], golden.Device)
            : null;
        var place = new ComputePlace(golden.Device, golden.Type);
        using var network = new TrainableTransformer(loaded, config, place, lora, checkpointing);
        double snrShift = golden.Parameters.GetProperty("snr_shift_scale").GetDouble();
        var loss = new DiffusionLoss(new NoiseSchedule(new SchedulerConfig { SnrShiftScale = snrShift }));
        using var optimization = new Optimization(network, loss, options);

        CheckParameters(golden.Expected, network);
        var passes = Passes(golden, config).ToList();
        var (losses, norms, rates) = (new List<float>(), new List<float>(), new List<double>());
        for (int step = 0; step < options.Steps; step++)
        {
            rates.Add(LearningRates.At(options, optimization.Optimizer.Steps));
            int first = step * options.Accumulation;
            var (mean, norm) = optimization.Collect(pass => passes[first + pass], CancellationToken.None);
            losses.Add((float)mean);
            norms.Add((float)norm);
            if (step == 0)
                Compare(golden, GradientPrefix, network, parameter => parameter.Gradient!);
            optimization.Move(norm);
        }

        golden.AssertClose("expect.losses", tensor(losses.ToArray()));
        golden.AssertClose("expect.gradient_norms", tensor(norms.ToArray()));
        Assert.Equal(golden.Expected.GetProperty("learning_rates").EnumerateArray().Select(rate => rate.GetDouble()), rates);
        Compare(golden, TrainedPrefix, network, parameter => parameter.Master);
    }

    private static TrainingOptions Options(JsonElement parameters)
    {
        double Number(string name) => parameters.GetProperty(name).GetDouble();
        var betas = parameters.GetProperty("betas");
        return new TrainingOptions
        {
            Lora = parameters.GetProperty("type").GetString() == "lora"
                ? new LoraOptions
                {
                    Rank = parameters.GetProperty("rank").GetInt32(),
                    Alpha = Number("lora_alpha"),
                    Targets = [.. parameters.GetProperty("target_modules").EnumerateArray().Select(name => name.GetString()!)],
                }
                : null,
            Steps = parameters.GetProperty("steps").GetInt32(),
            Accumulation = parameters.GetProperty("accumulation").GetInt32(),
            WarmupSteps = parameters.GetProperty("lr_warmup_steps").GetInt32(),
            LearningRate = Number("learning_rate"),
            Beta1 = betas[0].GetDouble(),
            Beta2 = betas[1].GetDouble(),
            Epsilon = Number("epsilon"),
            WeightDecay = Number("weight_decay"),
            MaxGradientNorm = Number("max_grad_norm"),
        };
    }

    private static IEnumerable<TrainingBatch> Passes(GoldenCase golden, TransformerConfig config)
    {
        var (latents, noise, text) = (golden.Input("in.latents"), golden.Input("in.noise"), golden.Input("in.text"));
        var timesteps = golden["in.timestep"];
        var image = golden.Names.Contains("in.image_latents") ? golden.Input("in.image_latents") : null;
        for (long i = 0; i < latents.shape[0]; i++)
        {
            yield return new TrainingBatch(
                TrainingBatch.FillFront(latents[i], config.FramesPerPatch), noise[i],
                [.. timesteps[i].data<long>().ToArray().Select(t => (int)t)], text[i], image?[i]);
        }
    }

    private static void CheckParameters(JsonElement expected, TrainableTransformer network)
    {
        Assert.Equal(
            expected.GetProperty("trained_names").EnumerateArray().Select(name => name.GetString()!)
                .Order(StringComparer.Ordinal),
            network.Parameters.Select(parameter => CaseName(parameter.Name)).Order(StringComparer.Ordinal));
        Assert.Equal(
            expected.GetProperty("trained_numbers").GetInt64(),
            network.Parameters.Sum(parameter => parameter.Master.NumberOfElements));
    }

    private static void Compare(
        GoldenCase golden, string prefix, TrainableTransformer network, Func<Parameter, Tensor> tensorOf)
    {
        foreach (var parameter in network.Parameters)
        {
            string name = prefix + CaseName(parameter.Name);
            if (golden.Names.Contains(name))
                golden.AssertClose(name, tensorOf(parameter));
        }
    }

    // "transformer_blocks.0.attn1.to_q.lora_A.weight" is "transformer_blocks.0.attn1.to_q.A" there.
    private static string CaseName(string parameter) => parameter
        .Replace($".{TrainableLora.Down}.weight", ".A", StringComparison.Ordinal)
        .Replace($".{TrainableLora.Up}.weight", ".B", StringComparison.Ordinal);
}
