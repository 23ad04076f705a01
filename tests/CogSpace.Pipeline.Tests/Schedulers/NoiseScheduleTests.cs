using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Pipeline.Tests.Schedulers;

public sealed class NoiseScheduleTests
{
    private static readonly NoiseSchedule Schedule = new(new SchedulerConfig());

    [Fact]
    public void AlphaBars_FallToExactlyZero()
    {
        Assert.Equal(0, Schedule.AlphaBars[^1]);
        Assert.True(Schedule.AlphaBars.Zip(Schedule.AlphaBars.Skip(1)).All(pair => pair.First > pair.Second));
    }

    [Theory]
    [InlineData("trailing")]
    [InlineData("leading")]
    [InlineData("linspace")]
    public void Timesteps_FallAndStayInRange(string spacing)
    {
        var schedule = new NoiseSchedule(new SchedulerConfig { TimestepSpacing = spacing });
        for (int steps = 1; steps <= 1000; steps++)
        {
            var timesteps = schedule.Timesteps(steps);
            Assert.InRange(timesteps.Length, steps, steps + 1);
            Assert.All(timesteps, t => Assert.InRange(t, -1, 999));
            Assert.True(timesteps.Zip(timesteps.Skip(1)).All(pair => pair.First > pair.Second));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void Timesteps_OutOfRange_Throws(int steps) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Timesteps(steps));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(61)]    // "trailing" gives one timestep more
    public void Steps_OfBothSchedulers_StayFinite(int steps)
    {
        foreach (var scheduler in new IScheduler[] { new DpmScheduler(Schedule), new DdimScheduler(Schedule) })
        {
            using var scope = NewDisposeScope();
            using var noise = new NoiseSource(3);
            using var run = scheduler.Start(steps);
            var sample = noise.Draw([1, 2, 3, 4], ScalarType.Float32, CPU);
            for (int i = 0; i < run.Timesteps.Count; i++)
                sample = run.Step(i, sample * 0.1, sample, noise).Next;
            Assert.True(sample.isfinite().all().item<bool>());
        }
    }
}
