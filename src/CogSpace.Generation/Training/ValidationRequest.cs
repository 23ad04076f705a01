namespace CogSpace.Generation.Training;

/// <summary>Clips that a model makes now and then while it is trained, always from the same noise.</summary>
public sealed record ValidationRequest
{
    /// <summary>A clip is made of each.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }

    /// <summary>The pictures that the clips begin with, by path, one for each prompt; empty if the model takes none.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Steps of the training between two sets of clips; one more set is made after the last step.</summary>
    public int Every { get; init; } = 100;

    /// <summary>Denoising steps; null: the model's own.</summary>
    public int? Steps { get; init; }
}
