using System.Text.Json;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Latents to pixels, whole and in tiles.</summary>
internal static class VaeDecoding
{
    public static void Check(GoldenCase golden)
    {
        string folder = golden.Model("vae");
        var config = VaeConfig.Read(Path.Combine(folder, "config.json"));
        foreach (var type in golden.NetworkTypes)
            Run(golden, folder, config, type);
    }

    /// <summary>Reads a case's tiling; null where it has none.</summary>
    public static VaeTiling? Tiling(JsonElement parent, string name, VaeConfig config)
    {
        if (!parent.TryGetProperty(name, out var tiling) || tiling.ValueKind != JsonValueKind.Object)
            return null;
        var usual = VaeTiling.For(config);
        double Get(string key, double fallback) => tiling.TryGetProperty(key, out var value) ? value.GetDouble() : fallback;
        return new VaeTiling(
            (int)Get("tile_sample_min_height", usual.PixelHeight), (int)Get("tile_sample_min_width", usual.PixelWidth),
            Get("tile_overlap_factor_height", usual.OverlapHeight), Get("tile_overlap_factor_width", usual.OverlapWidth));
    }

    // "slicing" needs no counterpart: videos of a batch do not look at each other.
    private static void Run(GoldenCase golden, string folder, VaeConfig config, ScalarType type)
    {
        using var vae = golden.Load(folder, "diffusion_pytorch_model", type, weights => new CogVideoXVae(weights, config));
        var tiling = Tiling(golden.Parameters, "tiling", config);
        var inputs = golden.Names.Where(name => name.StartsWith("in.latents", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(inputs);
        foreach (string input in inputs)
        {
            using var scope = NewDisposeScope();
            var video = cat(vae.Decode(golden.Input(input).to(type), tiling).ToArray(), dim: 2);
            golden.AssertClose(input.Replace("in.latents", "expect.video", StringComparison.Ordinal), video, type);
        }
    }
}
