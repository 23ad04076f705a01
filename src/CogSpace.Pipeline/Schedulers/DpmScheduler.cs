namespace CogSpace.Pipeline.Schedulers;

/// <summary>
/// A second-order stochastic solver: each step also looks back at the clean video predicted by the step before.
/// </summary>
/// <remarks>
/// Source: DPM-Solver++ (SDE, 2M), arXiv:2211.01095; diffusers scheduling_dpm_cogvideox.py. v-prediction, arXiv:2202.00512.
/// </remarks>
internal sealed class DpmScheduler(NoiseSchedule schedule) : IScheduler
{
    public SchedulerKind Kind => SchedulerKind.Dpm;

    public NoiseSchedule Schedule => schedule;

    public bool PrefersDynamicGuidance => true;

    public IDenoisingRun Start(int steps, int skip = 0) => new Run(schedule, steps, skip);

    private sealed class Run(NoiseSchedule schedule, int steps, int skip) : IDenoisingRun
    {
        private readonly int _stride = schedule.TrainedSteps / steps;
        private Tensor? _cleanBefore;

        public IReadOnlyList<int> Timesteps { get; } = schedule.Timesteps(steps)[skip..];

        public (Tensor Next, Tensor Clean) Step(int index, Tensor velocity, Tensor sample, NoiseSource noise)
        {
            using var scope = NewDisposeScope();
            int t = Timesteps[index];
            int nextT = t - _stride; // not Timesteps[index + 1]: they differ where the count does not divide 1000
            double now = schedule.AlphaBar(t); // ᾱ_t
            double next = schedule.NextAlphaBar(nextT);
            var clean = sample.Scaled(Math.Sqrt(now)) - velocity.Times(Math.Sqrt(1 - now));

            double h = LogSnr(next) - LogSnr(now); // infinite where now = 0 or next = 1; IEEE arithmetic carries it
            double keep = Math.Sqrt((1 - next) / (1 - now)) * Math.Exp(-h);
            double pull = Math.Sqrt(next) * (Math.Exp(-2 * h) - 1);         // negative
            double stir = Math.Sqrt(1 - next) * Math.Sqrt(1 - Math.Exp(-2 * h));

            var fresh = noise.Draw(sample.shape, sample.dtype, sample.device);
            var target = clean;
            if (_cleanBefore is not null && nextT >= 0)
            {
                double r = (LogSnr(now) - LogSnr(schedule.AlphaBar(Timesteps[index - 1]))) / h;
                target = clean.Times(1 + (1 / (2 * r))) - _cleanBefore.Times(1 / (2 * r));
                fresh = noise.Draw(sample.shape, sample.dtype, sample.device);   // the reference throws its first draw away
            }

            Remember(clean);
            return scope.MoveToOuter((sample.Scaled(keep) - target.Times(pull)).Plus(fresh.Scaled(stir)), clean);
        }

        public void Dispose() => _cleanBefore?.Dispose();

        // λ = log(α/σ), half the log of the signal-to-noise ratio
        private static double LogSnr(double alphaBar) => Math.Log(Math.Sqrt(alphaBar / (1 - alphaBar)));

        private void Remember(Tensor clean)
        {
            _cleanBefore?.Dispose();
            _cleanBefore = clean.alias().DetachFromDisposeScope();
        }
    }
}
