using System.Globalization;
using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Noise levels and timesteps.</summary>
internal static class SchedulerTables
{
    public static void Check(GoldenCase golden)
    {
        foreach (var item in golden.Parameters.GetProperty("configs").EnumerateObject())
        {
            var schedule = new NoiseSchedule(new SchedulerConfig
            {
                SnrShiftScale = item.Value.GetProperty("snr").GetDouble(),
                RescaleBetasZeroSnr =
                    !item.Value.TryGetProperty("rescale_betas_zero_snr", out var rescale) || rescale.GetBoolean(),
            });
            golden.AssertClose($"expect.betas_{item.Name}", tensor(schedule.Betas));
            golden.AssertClose($"expect.alphas_cumprod_{item.Name}", tensor(schedule.AlphaBars));
        }

        foreach (var spacing in golden.Expected.GetProperty("timesteps").EnumerateObject())
        {
            var schedule = new NoiseSchedule(new SchedulerConfig { TimestepSpacing = spacing.Name });
            foreach (var row in spacing.Value.EnumerateObject())
            {
                var expected = row.Value.EnumerateArray().Select(t => t.GetInt32());
                Assert.Equal(expected, schedule.Timesteps(int.Parse(row.Name, CultureInfo.InvariantCulture)));
            }
        }
    }
}
