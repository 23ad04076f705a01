using CogSpace.Pipeline;

namespace CogSpace.Web.Enhancing.Parts;

/// <summary>A prompt and what is chosen for the parts that it lacks; together as much of it as the model reads.</summary>
public sealed class PromptCompletion
{
    private readonly PromptVocabulary _vocabulary;
    private readonly Model? _model;
    private readonly Dictionary<string, string> _choices = new(StringComparer.Ordinal);

    /// <param name="vocabulary">Of the model.</param>
    /// <param name="prompt">As the visitor wrote it.</param>
    /// <param name="model">Counts tokens; null: it is not known, and nothing is left out.</param>
    public PromptCompletion(PromptVocabulary vocabulary, string prompt, Model? model)
    {
        (_vocabulary, _model, Prompt) = (vocabulary, model, prompt);
        Missing = vocabulary.MissingFrom(prompt);
        Unknown = vocabulary.UnknownIn(prompt);
        foreach (var part in Missing)
            _choices[part.Name] = part.Suggestions[0];
        (Text, LeftOut) = Compose();
    }

    /// <summary>What it started from.</summary>
    public string Prompt { get; }

    public IReadOnlyList<PromptPart> Missing { get; }

    /// <summary>Words of the prompt that mean nothing to the model.</summary>
    public IReadOnlyList<string> Unknown { get; }

    public bool TakesOwnWords => _vocabulary.TakesOwnWords;

    /// <summary>The prompt with the choices.</summary>
    public string Text { get; private set; }

    /// <summary>Names of the parts that were chosen and found no room.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; }

    /// <summary>Empty: left open.</summary>
    public string ChoiceFor(PromptPart part) => _choices.GetValueOrDefault(part.Name, "");

    public void Choose(PromptPart part, string words)
    {
        string said = words.Trim().TrimEnd('.', ',', ';');
        if (said.Length == 0)
            _choices.Remove(part.Name);
        else
            _choices[part.Name] = said;
        (Text, LeftOut) = Compose();
    }

    // The first parts matter most.
    private (string Text, IReadOnlyList<string> LeftOut) Compose()
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        var leftOut = new List<string>();
        foreach (var part in Missing.Where(part => _choices.ContainsKey(part.Name)))
        {
            taken[part.Name] = _choices[part.Name];
            if (_model is null || _model.CountTokens(_vocabulary.Compose(Prompt, taken)) <= _model.TokenLimit)
                continue;
            taken.Remove(part.Name);
            leftOut.Add(part.Name);
        }

        return (_vocabulary.Compose(Prompt, taken), leftOut);
    }
}
