namespace CogSpace.Pipeline.Schedulers;

/// <summary>A scheduler's settings, as scheduler_config.json gives them.</summary>
internal sealed record SchedulerConfig
{
    public int NumTrainTimesteps { get; init; } = 1000;

    public double BetaStart { get; init; } = 0.00085;

    public double BetaEnd { get; init; } = 0.012;

    public string BetaSchedule { get; init; } = "scaled_linear";

    public string PredictionType { get; init; } = "v_prediction";

    public string TimestepSpacing { get; init; } = "trailing";

    public bool RescaleBetasZeroSnr { get; init; } = true;

    public double SnrShiftScale { get; init; } = 1;

    public bool SetAlphaToOne { get; init; } = true;

    public int StepsOffset { get; init; }

    public bool ClipSample { get; init; }

    /// <exception cref="ModelLoadException">The file is damaged or has a value that is not supported.</exception>
    public static SchedulerConfig Read(string path)
    {
        var config = ConfigFile.Read<SchedulerConfig>(path);
        config.Check(path);
        return config;
    }

    private void Check(string path)
    {
        ConfigFile.Require(
            NumTrainTimesteps is > 1 and <= 100_000, path, "num_train_timesteps", NumTrainTimesteps, "2 to 100000");
        ConfigFile.Require(
            BetaStart > 0 && BetaEnd >= BetaStart && BetaEnd < 1, path, "beta_start and beta_end",
            $"{BetaStart} and {BetaEnd}", "0 < beta_start <= beta_end < 1");
        ConfigFile.Require(BetaSchedule == "scaled_linear", path, "beta_schedule", BetaSchedule, "scaled_linear");
        ConfigFile.Require(PredictionType == "v_prediction", path, "prediction_type", PredictionType, "v_prediction");
        ConfigFile.Require(
            TimestepSpacing is "trailing" or "leading" or "linspace", path, "timestep_spacing", TimestepSpacing,
            "trailing, leading or linspace");
        ConfigFile.Require(SnrShiftScale > 0, path, "snr_shift_scale", SnrShiftScale, "a positive number");
        ConfigFile.Require(!ClipSample, path, "clip_sample", ClipSample, "false");
    }
}
