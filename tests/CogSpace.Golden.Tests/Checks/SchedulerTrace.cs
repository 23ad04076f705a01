using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>A scheduler's whole run on given model outputs, with its own draws.</summary>
internal static class SchedulerTrace
{
    public static void Check(GoldenCase golden)
    {
        var parameters = golden.Parameters;
        var schedule = new NoiseSchedule(new SchedulerConfig
        {
            SnrShiftScale = parameters.GetProperty("snr_shift_scale").GetDouble(),
            TimestepSpacing = parameters.GetProperty("spacing").GetString()!,
        });
        IScheduler scheduler = parameters.GetProperty("class").GetString() switch
        {
            "CogVideoXDPMScheduler" => new DpmScheduler(schedule),
            "CogVideoXDDIMScheduler" => new DdimScheduler(schedule),
            var other => throw new NotSupportedException(other),
        };

        using var run = scheduler.Start(parameters.GetProperty("n").GetInt32(), parameters.GetProperty("skip").GetInt32());
        Assert.Equal(golden.Expected.GetProperty("timesteps").EnumerateArray().Select(t => t.GetInt32()), run.Timesteps);

        using var noise = new NoiseSource(parameters.GetProperty("generator_seed").GetUInt32());
        var outputs = golden.Input("in.model_outputs");
        var sample = golden.Input("in.sample");
        for (int i = 0; i < run.Timesteps.Count; i++)
        {
            var (next, clean) = run.Step(i, outputs[i], sample, noise);
            golden.AssertClose($"expect.raw_prev_sample_{i:00}", next);
            golden.AssertClose($"expect.pred_original_{i:00}", clean);
            sample = next.to(golden.Type);
            if (golden.Names.Contains($"expect.prev_sample_{i:00}"))
                golden.AssertClose($"expect.prev_sample_{i:00}", sample);
        }
    }
}
