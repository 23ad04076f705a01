namespace CogSpace.Pipeline;

/// <summary>About how much memory a training takes at its peak.</summary>
/// <param name="Model">Bytes of the transformer's weights.</param>
/// <param name="Trained">
/// Bytes of what training adds for each number that it changes: gradient, the optimizer's memory, and a copy in float32 where
/// the network computes in a narrower type.
/// </param>
/// <param name="Between">Bytes of what lies between the layers until the way back.</param>
/// <param name="Program">Bytes of the program and its libraries.</param>
public sealed record TrainingNeeds(long Model, long Trained, long Between, long Program)
{
    public long Total => Model + Trained + Between + Program;
}
