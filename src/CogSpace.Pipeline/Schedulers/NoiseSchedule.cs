namespace CogSpace.Pipeline.Schedulers;

/// <summary>How much of the clean video is left at each timestep, and at which timesteps a run stops.</summary>
/// <remarks>
/// Source: arXiv:2305.08891 (spacing, zero terminal SNR), arXiv:2403.03206 (SNR shift). All in float64, as the reference.
/// </remarks>
internal sealed class NoiseSchedule
{
    private readonly SchedulerConfig _config;

    public NoiseSchedule(SchedulerConfig config)
    {
        _config = config;
        Betas = ScaledLinear(config);
        AlphaBars = ZeroTerminal(Shifted(Products(Betas), config.SnrShiftScale), config.RescaleBetasZeroSnr);
    }

    /// <summary>Variance that each timestep adds, before shift and rescaling.</summary>
    public double[] Betas { get; }

    /// <summary>ᾱ: the share of signal power left at each timestep.</summary>
    public double[] AlphaBars { get; }

    /// <summary>Timesteps that the model was trained on.</summary>
    public int TrainedSteps => _config.NumTrainTimesteps;

    /// <summary>
    /// ᾱ at a timestep. Below the first stands the clean video; -1, which some step counts end on, wraps to the last.
    /// </summary>
    public double AlphaBar(int timestep) => AlphaBars[timestep < 0 ? timestep + TrainedSteps : timestep];

    /// <summary>ᾱ at the timestep that a step leads to.</summary>
    public double NextAlphaBar(int timestep) => timestep >= 0 ? AlphaBars[timestep] : _config.SetAlphaToOne ? 1 : AlphaBars[0];

    /// <summary>The timesteps of a run, from noise to clean.</summary>
    /// <param name="steps">1 to <see cref="TrainedSteps"/>.</param>
    /// <returns><paramref name="steps"/> timesteps; with "trailing", for some counts one more, as in the reference.</returns>
    public int[] Timesteps(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, TrainedSteps);
        return _config.TimestepSpacing switch
        {
            "linspace" =>
            [
                .. Enumerable
                    .Range(0, steps)
                    .Select(i => Round(i * ((TrainedSteps - 1.0) / Math.Max(steps - 1, 1))))
                    .Reverse(),
            ],
            "leading" =>
            [
                .. Enumerable.Range(0, steps).Select(i => (i * (TrainedSteps / steps)) + _config.StepsOffset).Reverse(),
            ],
            _ => Trailing(steps),
        };
    }

    // numpy.arange(trained, 0, -trained / steps): its length is rounded up from a quotient of doubles.
    private int[] Trailing(int steps)
    {
        double stride = (double)TrainedSteps / steps;
        int count = (int)Math.Ceiling(-TrainedSteps / -stride);
        return [.. Enumerable.Range(0, count).Select(i => Round(TrainedSteps - (i * stride)) - 1)];
    }

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.ToEven);

    private static double[] ScaledLinear(SchedulerConfig config)
    {
        var (first, last, count) = (Math.Sqrt(config.BetaStart), Math.Sqrt(config.BetaEnd), config.NumTrainTimesteps);
        double stride = (last - first) / (count - 1);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => i < count / 2 ? first + (stride * i) : last - (stride * (count - 1 - i)))
                .Select(root => root * root),
        ];
    }

    private static double[] Products(double[] betas)
    {
        double product = 1;
        return [.. betas.Select(beta => product *= 1 - beta)];
    }

    private static double[] Shifted(double[] alphaBars, double scale) =>
        [.. alphaBars.Select(alphaBar => alphaBar / (scale + ((1 - scale) * alphaBar)))];

    // Stretches the roots so that the last one is exactly zero: the first step then starts from nothing but noise.
    private static double[] ZeroTerminal(double[] alphaBars, bool wanted)
    {
        if (!wanted)
            return alphaBars;
        var (first, last) = (Math.Sqrt(alphaBars[0]), Math.Sqrt(alphaBars[^1]));
        return
        [
            .. alphaBars
                .Select(alphaBar => (Math.Sqrt(alphaBar) - last) * (first / (first - last)))
                .Select(root => root * root),
        ];
    }
}
