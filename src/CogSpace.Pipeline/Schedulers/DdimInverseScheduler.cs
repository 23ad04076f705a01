namespace CogSpace.Pipeline.Schedulers;

/// <summary>DDIM walked backwards: from a clean video to the noise that it could have been made of.</summary>
/// <remarks>
/// Source: DDIM eq. 12 with eta = 0, arXiv:2010.02502; diffusers scheduling_ddim_inverse.py. v-prediction, arXiv:2202.00512.
/// As there the schedule is made in float32 and knows no SNR shift; that of the models it is meant for is 1, which shifts
/// nothing.
/// </remarks>
internal sealed class DdimInverseScheduler(SchedulerConfig config)
{
    /// <summary>ᾱ: the share of signal power left at each timestep.</summary>
    public float[] AlphaBars { get; } = ProductsOf(Betas(config));

    /// <param name="steps">Steps from the clean video to pure noise.</param>
    public IDenoisingRun Start(int steps) => new Run(config, AlphaBars, steps);

    private sealed class Run(SchedulerConfig config, float[] alphaBars, int steps) : IDenoisingRun
    {
        private readonly int _stride = config.NumTrainTimesteps / steps;

        /// <summary>
        /// Those of the walk from noise, from clean to noise. The transformer is told where a step leads, not where it starts.
        /// </summary>
        public IReadOnlyList<int> Timesteps { get; } = [.. new NoiseSchedule(config).Timesteps(steps).Reverse()];

        public (Tensor Next, Tensor Clean) Step(int index, Tensor velocity, Tensor sample, NoiseSource noise)
        {
            using var scope = NewDisposeScope();
            int t = Timesteps[index];
            float now =
                t >= _stride ? alphaBars[t - _stride]
                : config.SetAlphaToOne ? 1
                : alphaBars[0];
            float next = alphaBars[t < 0 ? t + alphaBars.Length : t]; // -1, which some step counts begin with, wraps to the last
            double signal = MathF.Sqrt(now),
                stir = MathF.Sqrt(1 - now);

            var clean = sample.Scaled(signal) - velocity.Times(stir);
            var noisy = velocity.Times(signal).Plus(sample.Scaled(stir));            // the noise that is predicted in the sample
            return scope.MoveToOuter(clean.Times(MathF.Sqrt(next)).Plus(noisy.Times(MathF.Sqrt(1 - next))), clean);
        }

        public void Dispose()
        {
        }
    }

    private static float[] Betas(SchedulerConfig config)
    {
        float[] betas =
        [
            .. Linear((float)Math.Sqrt(config.BetaStart), (float)Math.Sqrt(config.BetaEnd), config.NumTrainTimesteps)
                .Select(root => root * root),
        ];
        return config.RescaleBetasZeroSnr ? ZeroTerminal(betas) : betas;
    }

    // As torch.linspace: float32, from both ends to the middle.
    private static IEnumerable<float> Linear(float first, float last, int count)
    {
        float stride = (last - first) / (count - 1);
        return Enumerable.Range(0, count).Select(i => i < count / 2
            ? MathF.FusedMultiplyAdd(stride, i, first)
            : MathF.FusedMultiplyAdd(-stride, count - 1 - i, last));
    }

    // Stretches the roots of ᾱ so that the last one is exactly zero, and says which betas lead there.
    private static float[] ZeroTerminal(float[] betas)
    {
        float[] roots = [.. ProductsOf(betas).Select(MathF.Sqrt)];
        float scale = roots[0] / (roots[0] - roots[^1]);
        float[] alphaBars = [.. roots.Select(root => (root - roots[^1]) * scale).Select(root => root * root)];
        return [.. alphaBars.Select((alphaBar, i) => 1 - (i == 0 ? alphaBar : alphaBar / alphaBars[i - 1]))];
    }

    private static float[] ProductsOf(float[] betas)
    {
        double product = 1;
        return [.. betas.Select(beta => (float)(product *= 1 - beta))];
    }
}
