namespace CogSpace.Training;

/// <summary>What a model learns from.</summary>
/// <param name="Clips">At least one; with a batch size above 1 all of the same size.</param>
/// <param name="NoPrompt">The embedding of the empty prompt, for clips that are shown without theirs.</param>
public sealed record TrainingData(IReadOnlyList<TrainingClip> Clips, string NoPrompt);
