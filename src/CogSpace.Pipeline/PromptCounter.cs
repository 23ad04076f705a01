using CogSpace.Pipeline.Text;

namespace CogSpace.Pipeline;

/// <summary>Counts the tokens of a prompt as a model will, without loading its networks.</summary>
public sealed class PromptCounter
{
    private readonly T5Tokenizer _tokenizer;

    private PromptCounter(T5Tokenizer tokenizer, int limit) => (_tokenizer, Limit) = (tokenizer, limit);

    /// <summary>Tokens that the model looks at; what is longer is cut.</summary>
    public int Limit { get; }

    /// <exception cref="ModelLoadException">A file is missing or damaged.</exception>
    public static PromptCounter Load(string folder)
    {
        var model = ModelFolder.Open(folder);
        return new PromptCounter(model.LoadTokenizer(), model.ReadTransformerConfig().MaxTextSeqLength);
    }

    /// <summary>Tokens of a text, the closing one included.</summary>
    public int Count(string text) => _tokenizer.Count(text);
}
