using CogSpace.Pipeline.Text;

namespace CogSpace.Pipeline;

/// <summary>Counts the tokens of a prompt as a model will, without loading its networks.</summary>
public sealed class PromptCounter
{
    private readonly T5Tokenizer _tokenizer;

    internal PromptCounter(T5Tokenizer tokenizer, int limit) => (_tokenizer, Limit) = (tokenizer, limit);

    /// <summary>Tokens that the model looks at; what is longer is cut.</summary>
    public int Limit { get; }

    /// <summary>Tokens of a text, the closing one included.</summary>
    public int Count(string text) => _tokenizer.Count(text);
}
