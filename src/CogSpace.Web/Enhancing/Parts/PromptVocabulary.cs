namespace CogSpace.Web.Enhancing.Parts;

/// <summary>What a video model understands, as far as it can be told by looking at words.</summary>
public abstract class PromptVocabulary
{
    /// <summary>Whether visitors may say a part in words of their own.</summary>
    public abstract bool TakesOwnWords { get; }

    /// <returns>What a prompt does not speak of.</returns>
    public abstract IReadOnlyList<PromptPart> MissingFrom(string prompt);

    /// <param name="prompt">As the visitor wrote it.</param>
    /// <param name="choices">Parts by name, and the words chosen for each; parts that are missing stay open.</param>
    /// <returns>A prompt of both.</returns>
    public abstract string Compose(string prompt, IReadOnlyDictionary<string, string> choices);

    /// <returns>Words that mean nothing to the model and do not come into the prompt.</returns>
    public virtual IReadOnlyList<string> UnknownIn(string prompt) => [];
}
