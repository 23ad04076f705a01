using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>From a clean video to noise, in every number type.</summary>
internal static class AddingNoise
{
    private static readonly (string Suffix, ScalarType Type)[] Types =
        [("f32", ScalarType.Float32), ("bf16", ScalarType.BFloat16), ("f16", ScalarType.Float16)];

    public static void Check(GoldenCase golden)
    {
        double snrShift = golden.Parameters.GetProperty("snr_shift_scale").GetDouble();
        var forward = new ForwardDiffusion(new NoiseSchedule(new SchedulerConfig { SnrShiftScale = snrShift }));
        int[] timesteps = [.. golden["in.timesteps"].data<long>().ToArray().Select(t => (int)t)];
        foreach (var (suffix, type) in Types)
        {
            var (clean, noise) = (golden.Input("in.x").to(type), golden.Input("in.noise").to(type));
            golden.AssertClose($"expect.add_noise_{suffix}", forward.AddNoise(clean, noise, timesteps));
            golden.AssertClose($"expect.velocity_{suffix}", forward.Velocity(clean, noise, timesteps));
        }
    }
}
