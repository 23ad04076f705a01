namespace CogSpace.Generation.Training;

/// <summary>How far a training is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Done">Clips or steps.</param>
/// <param name="Of">Of how many.</param>
public sealed record TrainingStatus(TrainingStage Stage, int Done, int Of)
{
    /// <summary>The loss, smoothed over about fifty steps; null: there is none yet.</summary>
    public double? Loss { get; init; }

    /// <summary>Of the steps of this run; 0: none was made yet.</summary>
    public double StepsPerSecond { get; init; }
}

/// <summary>What a training does at the moment.</summary>
public enum TrainingStage
{
    /// <summary>Clips and captions are looked at.</summary>
    Reading,

    /// <summary>Clips and captions are encoded that were not yet.</summary>
    Encoding,

    /// <summary>The transformer is loaded.</summary>
    Loading,

    /// <summary>The model learns.</summary>
    Learning,

    /// <summary>Validation clips are made.</summary>
    Validating,
}
