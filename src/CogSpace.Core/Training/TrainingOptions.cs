namespace CogSpace.Training;

/// <summary>How a model is trained.</summary>
/// <remarks>The defaults are those of CogVideo's finetune folder, where it has one.</remarks>
public sealed record TrainingOptions
{
    /// <summary>The LoRA to train; null: all weights of the transformer are trained.</summary>
    public LoraOptions? Lora { get; init; } = new();

    /// <summary>Steps of the optimizer.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Clips of a pass through the network.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Passes of a step; their gradients are averaged.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>The highest of the run.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the learning rate goes on after the warm-up.</summary>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>Steps in which the learning rate grows from 0.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>How much of the mean of the gradients is kept from one step to the next.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean of their squares is kept.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of that mean.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The part of the weights, times the learning rate, that a step takes away.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Longer gradients, all parameters taken together, are shortened to this.</summary>
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>Decides the order of the clips and all random numbers.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>
    /// The part of the clips that are shown without their prompt, 0 to 1. Null: 0.1 where all weights are trained, so that
    /// guidance still works afterwards, and 0 for a LoRA.
    /// </summary>
    public double? PromptDropout { get; init; }

    /// <summary>Whether blocks compute again on the way back, which takes a third more time and far less memory.</summary>
    public bool GradientCheckpointing { get; init; } = true;

    /// <summary>Steps between two checkpoints.</summary>
    public int SaveEvery { get; init; } = 100;

    /// <summary>Checkpoints that are kept: the last ones.</summary>
    public int Keep { get; init; } = 3;

    /// <summary><see cref="PromptDropout"/>, decided.</summary>
    public double Dropout => PromptDropout ?? (Lora is null ? 0.1 : 0);

    /// <exception cref="InvalidRequestException">A value is not possible.</exception>
    public void Check()
    {
        Require(Steps is >= 1 and <= 10_000_000, "number of steps", Steps, "1 to 10000000");
        Require(BatchSize is >= 1 and <= 1024, "batch size", BatchSize, "1 to 1024");
        Require(Accumulation is >= 1 and <= 65536, "accumulation", Accumulation, "1 to 65536");
        Require(LearningRate is > 0 and <= 1, "learning rate", LearningRate, "more than 0, and 1 at most");
        Require(WarmupSteps >= 0 && WarmupSteps <= Steps, "warm-up", WarmupSteps, $"0 to {Steps}", " steps");
        Require(Beta1 is >= 0 and < 1, "first beta", Beta1, "0 to less than 1");
        Require(Beta2 is >= 0 and < 1, "second beta", Beta2, "0 to less than 1");
        Require(Epsilon is > 0 and <= 1, "epsilon", Epsilon, "more than 0, and 1 at most");
        Require(WeightDecay is >= 0 and <= 1, "weight decay", WeightDecay, "0 to 1");
        Require(MaxGradientNorm > 0, "largest gradient norm", MaxGradientNorm, "more than 0");
        Require(Dropout is >= 0 and <= 1, "prompt dropout", Dropout, "0 to 1");
        Require(SaveEvery >= 1, "number of steps between checkpoints", SaveEvery, "1 or more");
        Require(Keep >= 1, "number of checkpoints to keep", Keep, "1 or more");
        Lora?.Check();
    }

    internal static void Require(bool possible, string name, double value, string allowed, string unit = "")
    {
        if (!possible)
            throw new InvalidRequestException(
                FormattableString.Invariant($"A {name} of {value}{unit} is not possible: choose {allowed}."));
    }
}
