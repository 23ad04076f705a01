using CogSpace.Pipeline;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Components.Studio;

/// <summary>What stands in the form; it becomes a request when it is complete.</summary>
public sealed class PromptDraft
{
    /// <summary>Characters that the field takes.</summary>
    public const int MaxLength = RequestCheck.MaxCharacters;

    public string Prompt { get; set; } = "";

    public string Seed { get; set; } = SeedText.Random;

    /// <summary>The model's name in the catalog; null: the one that is chosen at first.</summary>
    public string? Model { get; set; }

    /// <param name="options">What the form does not ask for.</param>
    /// <param name="counter">Counts as the model will; null while that cannot be known.</param>
    /// <exception cref="InvalidRequestException">Something has to be written differently; the message says what.</exception>
    public TextToVideo ToRequest(StudioOptions options, PromptCounter? counter)
    {
        string prompt = Prompt.Trim();
        if (prompt.Length == 0)
            throw new InvalidRequestException("The prompt is empty: say what the video shall show.");
        if (counter?.Count(prompt) is { } tokens && tokens > counter.Limit)
            throw new InvalidRequestException($"The prompt is too long: it has {tokens} tokens and the model reads {counter.Limit}. Please shorten it.");
        return new TextToVideo { Prompt = prompt, Seed = SeedText.Parse(Seed), Steps = options.Steps, Guidance = options.Guidance };
    }

    /// <summary>The settings of a job, to change them and ask again.</summary>
    public static PromptDraft Of(GenerationJob job) => new()
    {
        Prompt = job.Request.Prompt,
        Seed = $"{job.Request.Seed}",
        Model = job.Model,
    };
}
