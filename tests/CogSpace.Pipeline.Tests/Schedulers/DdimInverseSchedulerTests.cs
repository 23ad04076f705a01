using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Pipeline.Tests.Schedulers;

public sealed class DdimInverseSchedulerTests : IDisposable
{
    private static readonly SchedulerConfig Config = new();
    private static readonly DdimInverseScheduler Scheduler = new(Config);

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly NoiseSource _noise = new(3);

    public void Dispose()
    {
        _noise.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void AlphaBars_AreThoseOfTheWalkFromNoise_InFloat32()
    {
        Assert.Equal((0.99915f, 0f), (Scheduler.AlphaBars[0], Scheduler.AlphaBars[^1]));
        var exact = new NoiseSchedule(Config).AlphaBars;
        Assert.All(Scheduler.AlphaBars.Zip(exact), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void AlphaBars_KnowNoShift() =>
        Assert.Equal(Scheduler.AlphaBars, new DdimInverseScheduler(Config with { SnrShiftScale = 3 }).AlphaBars);

    [Theory]
    [InlineData("trailing", 249, 499, 749, 999)]
    [InlineData("leading", 0, 250, 500, 750)]
    public void Timesteps_RiseToNoise(string spacing, params int[] expected)
    {
        using var run = new DdimInverseScheduler(Config with { TimestepSpacing = spacing }).Start(4);
        Assert.Equal(expected, run.Timesteps);
    }

    // A velocity that is right leads from one level of noise to the next one exactly.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 249)]
    [InlineData(3, 749)]
    public void Step_TrueVelocity_LeadsToTheNextLevel(int index, int from)
    {
        var (clean, stir) = (Draw(), Draw());
        float now = index == 0 ? 1 : Scheduler.AlphaBars[from];
        using var run = Scheduler.Start(4);
        float next = Scheduler.AlphaBars[run.Timesteps[index]];

        var (reached, predicted) = run.Step(index, Mix(now, stir, clean * -1), Mix(now, clean, stir), _noise);

        AssertClose(clean, predicted);
        AssertClose(Mix(next, clean, stir), reached);
    }

    [Fact]
    public void Step_ThenDdimStepWithTheVelocityThere_IsNoStep()
    {
        var (clean, stir) = (Draw(), Draw());
        using var there = Scheduler.Start(4);
        using var back = new DdimScheduler(new NoiseSchedule(Config)).Start(4);
        var sample = Mix(Scheduler.AlphaBars[249], clean, stir);

        var reached = there.Step(1, Mix(Scheduler.AlphaBars[249], stir, clean * -1), sample, _noise).Next;
        var returned = back.Step(2, Mix(Scheduler.AlphaBars[499], stir, clean * -1), reached, _noise).Next;

        Assert.Equal(there.Timesteps[1], back.Timesteps[2]);
        AssertClose(sample, returned);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(61)]    // "trailing" gives one timestep more, the first of which is -1
    [InlineData(1000)]
    public void Steps_StayFinite(int steps)
    {
        using var run = Scheduler.Start(steps);
        var sample = Draw();
        for (int i = 0; i < run.Timesteps.Count; i++)
            sample = run.Step(i, sample * 0.1, sample, _noise).Next;
        Assert.True(sample.isfinite().all().item<bool>());
    }

    private static Tensor Mix(float alphaBar, Tensor signal, Tensor stir) =>
        (MathF.Sqrt(alphaBar) * signal) + (MathF.Sqrt(1 - alphaBar) * stir);

    private static void AssertClose(Tensor expected, Tensor actual) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5f);

    private Tensor Draw() => _noise.Draw([1, 2, 3, 4], ScalarType.Float32, CPU);
}
