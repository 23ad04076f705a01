using CogSpace.Pipeline.Transformer;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>One pass through a transformer, in the case's type and, where the case says how close, in bfloat16 too.</summary>
internal static class TransformerForward
{
    public static void Check(GoldenCase golden)
    {
        string folder = golden.Model("transformer");
        string file = Path.Combine(folder, "config.json");
        var config = TransformerConfig.Read(file);
        foreach (var type in golden.NetworkTypes)
            Run(golden, folder, config, type);
    }

    private static void Run(GoldenCase golden, string folder, TransformerConfig config, ScalarType type)
    {
        using var scope = NewDisposeScope();
        const string Stem = "diffusion_pytorch_model";
        using var network = golden.Load(folder, Stem, type, weights => new CogVideoXTransformer(weights, config));
        var latents = golden.Input("in.hidden_states").to(type);
        var size = latents.shape;
        using var rotary = RotaryTable.For(config, size[1], size[3], size[4], golden.Device);
        if (rotary is not null && golden.Names.Contains("expect.rope_cos"))
        {
            // The reference stores each angle twice, once for each value of a pair.
            golden.AssertClose("expect.rope_cos", rotary.Cos.repeat_interleave(2, dim: 1));
            golden.AssertClose("expect.rope_sin", rotary.Sin.repeat_interleave(2, dim: 1));
        }

        var text = golden.Input("in.encoder_hidden_states").to(type);
        var output = network.Forward(latents, text, golden.Input("in.timestep"), rotary);
        Assert.Equal(type, output.dtype);
        golden.AssertClose("expect.sample", output, type);
    }
}
