using CogSpace.Pipeline;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>A SAT autoencoder as a folder of diffusers.</summary>
internal static class SatAutoencoders
{
    public static void Check(GoldenCase golden)
    {
        using var folder = new TemporaryFolder();
        var (parameters, sizes) = (golden.Parameters, golden.Parameters.GetProperty("tiny"));
        SatConversion.Convert(new SatConversionOptions
        {
            Output = folder["model"],
            Variant = new SatVariant("of the case")
            {
                ScalingFactor = parameters.GetProperty("scaling_factor").GetDouble(),
                InvertScaleLatents = parameters.GetProperty("version").GetString() == "1.5",
                NormGroups = sizes.GetProperty("norm_num_groups").GetInt32(),
            },
            Vae = SatModels.File(golden),
        });
        var settings = golden.Expected.EnumerateObject().Where(setting => setting.Name != "keys").Concat(sizes.EnumerateObject());
        SatModels.Compare(golden, folder["model", "vae"], settings);
    }
}
