using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Pixels to the distribution of latents, whole and in tiles, and a sample of it.</summary>
internal static class VaeEncoding
{
    public static void Check(GoldenCase golden)
    {
        string folder = golden.Model("vae");
        var config = VaeConfig.Read(Path.Combine(folder, "config.json"));
        foreach (var type in golden.NetworkTypes)
            Run(golden, folder, config, type);
    }

    private static void Run(GoldenCase golden, string folder, VaeConfig config, ScalarType type)
    {
        const string Stem = "diffusion_pytorch_model";
        using var vae = golden.Load(folder, Stem, type, weights => new CogVideoXVae(weights, config));
        var tiling = VaeDecoding.Tiling(golden.Parameters, "tiling", config);
        var inputs = golden.Names.Where(name => name.StartsWith("in.video", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(inputs);
        foreach (string input in inputs)
        {
            using var scope = NewDisposeScope();
            string Result(string what) => input.Replace("in.video", $"expect.{what}", StringComparison.Ordinal);
            using var distribution = vae.Encode(golden.Input(input).to(type), tiling);
            golden.AssertClose(Result("mean"), distribution.Mean, type);
            golden.AssertClose(Result("logvar"), distribution.LogVariance, type);
            if (type == golden.Type && golden.Names.Contains(Result("sample")))
            {
                // From the reference's own distribution: the tolerance of a sample is narrower than that of the mean it adds to.
                var (mean, logVariance) = (golden.Input(Result("mean")), golden.Input(Result("logvar")));
                using var exact = new LatentDistribution(cat([mean, logVariance], dim: 1));
                using var noise = new NoiseSource(golden.Parameters.GetProperty("sample_seed").GetUInt32());
                golden.AssertClose(Result("sample"), exact.Sample(noise), type);
            }
        }
    }
}
