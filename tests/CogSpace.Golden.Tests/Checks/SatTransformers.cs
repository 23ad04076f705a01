using CogSpace.Pipeline;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>A SAT transformer as a folder of diffusers, whole and in small shards.</summary>
internal static class SatTransformers
{
    public static void Check(GoldenCase golden)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, shardBytes) in new[] { ("whole", 1_000_000_000L), ("shards", 5000L) })
        {
            SatConversion.Convert(new SatConversionOptions
            {
                Output = folder[name],
                Variant = SatModels.Variant(golden.Parameters),
                Transformer = SatModels.File(golden),
                ShardBytes = shardBytes,
            });
            SatModels.Compare(golden, folder[name, "transformer"], golden.Expected.GetProperty("config").EnumerateObject());
        }

        Assert.Single(Directory.GetFiles(folder["whole", "transformer"], "*.safetensors"));
        int shards = Directory.GetFiles(folder["shards", "transformer"], "*.safetensors").Length;
        Assert.True(shards > 1, "Small shards were asked for and there is one.");
    }
}
