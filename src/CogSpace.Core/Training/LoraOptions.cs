namespace CogSpace.Training;

/// <summary>The LoRA that is trained.</summary>
public sealed record LoraOptions
{
    /// <summary>The layers that CogVideo trains: those of the attention.</summary>
    public static IReadOnlyList<string> UsualTargets { get; } = ["to_q", "to_k", "to_v", "to_out.0"];

    /// <summary>Rows of A and columns of B.</summary>
    public int Rank { get; init; } = 128;

    /// <summary>B A is multiplied by alpha / rank.</summary>
    public double Alpha { get; init; } = 64;

    /// <summary>Ends of the names of the layers that are changed.</summary>
    public IReadOnlyList<string> Targets { get; init; } = UsualTargets;

    /// <summary>alpha / rank</summary>
    public double Factor => Alpha / Rank;

    /// <exception cref="InvalidRequestException">A value is not possible.</exception>
    public void Check()
    {
        TrainingOptions.Require(Rank is >= 1 and <= 4096, "rank", Rank, "1 to 4096");
        TrainingOptions.Require(double.IsFinite(Alpha) && Alpha > 0, "LoRA alpha", Alpha, "a number above 0");
        if (Targets.Count == 0)
            throw new InvalidRequestException("A LoRA needs layers to change: name at least one target, for example to_q.");
    }
}
