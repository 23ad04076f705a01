using System.Globalization;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Weights.Loras;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>A transformer without a LoRA, with it at every scale of the case, and without it again.</summary>
internal static class LoraForward
{
    private const string FusedPrefix = "expect.fused_";

    public static void Check(GoldenCase golden)
    {
        string folder = golden.Model("transformer");
        var config = TransformerConfig.Read(Path.Combine(folder, "config.json"));
        var latents = golden.Input("in.hidden_states").to(golden.Type);
        var size = latents.shape;
        const string Stem = "diffusion_pytorch_model";
        using var network = golden.Load(folder, Stem, golden.Type, weights => new CogVideoXTransformer(weights, config));
        using var rotary = RotaryTable.For(config, size[1], size[3], size[4], golden.Device);
        var text = golden.Input("in.encoder_hidden_states").to(golden.Type);
        Tensor Run() => network.Forward(latents, text, golden.Input("in.timestep"), rotary);
        string file = Assert.Single(Directory.GetFiles(golden.Folder, "*lora*"));

        var without = Run();
        golden.AssertClose("expect.sample_no_lora", without);
        foreach (double scale in golden.Parameters.GetProperty("scales").EnumerateArray().Select(scale => scale.GetDouble()))
        {
            using (network.Fuse([new LoraFile(file, scale)]))
            {
                golden.AssertClose(string.Create(CultureInfo.InvariantCulture, $"expect.sample_scale_{scale:0.0##}"), Run());
                if (scale == 1)
                    CheckWeights(golden, network);
            }
        }

        Assert.Equal(without.cpu().bytes.ToArray(), Run().cpu().bytes.ToArray());
        CheckFactors(golden, file);
    }

    // "expect.fused_block0_to_q": the weight of transformer_blocks.0.attn1.to_q
    private static void CheckWeights(GoldenCase golden, CogVideoXTransformer network)
    {
        foreach (string name in golden.Names.Where(name => name.StartsWith(FusedPrefix, StringComparison.Ordinal)))
        {
            string[] parts = name[FusedPrefix.Length..].Split('_', 2);
            var (block, layer) = (parts[0]["block".Length..], parts[1]);
            golden.AssertClose(name, network.Linears[$"transformer_blocks.{block}.attn1.{layer}"].Current);
        }
    }

    private static void CheckFactors(GoldenCase golden, string file)
    {
        if (!golden.Expected.TryGetProperty("module_scale", out var expected))
            return;
        using var adapter = LoraAdapter.Open(file);
        Assert.Equal(
            expected.EnumerateObject().Select(module => (module.Name, module.Value.GetDouble())).Order(),
            adapter.Modules.Select(module => (module.Layer, module.Factor)).Order());
    }
}
