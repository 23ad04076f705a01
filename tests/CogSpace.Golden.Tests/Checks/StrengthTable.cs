using CogSpace.Pipeline;
using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Steps that a strength leaves, and where they begin.</summary>
internal static class StrengthTable
{
    public static void Check(GoldenCase golden)
    {
        var scheduler = new DdimScheduler(new NoiseSchedule(new SchedulerConfig()));
        foreach (var row in golden.Expected.GetProperty("rows").EnumerateArray())
        {
            var (steps, strength, kept) = (row[0].GetInt32(), row[1].GetDouble(), row[2].GetInt32());
            using var run = scheduler.Start(steps, Strength.SkippedSteps(steps, strength));
            Assert.Equal(kept, run.Timesteps.Count);
            if (kept > 0)
                Assert.Equal(row[3].GetInt32(), run.Timesteps[0]);
            else
                Assert.Throws<InvalidRequestException>(() => Strength.Check(steps, strength));
        }
    }
}
