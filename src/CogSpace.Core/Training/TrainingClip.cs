namespace CogSpace.Training;

/// <summary>A clip that was encoded for training.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="File">Its latents and the embedding of its prompt.</param>
public sealed record TrainingClip(string Name, string File);
