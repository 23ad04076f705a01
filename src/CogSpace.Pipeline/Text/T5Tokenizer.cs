using System.Text;

namespace CogSpace.Pipeline.Text;

/// <summary>Text to the ids of T5's vocabulary. Stays as it was loaded, so any number of threads may share one.</summary>
/// <remarks>
/// Source: transformers tokenization_t5.py, the SentencePiece tokenizer with legacy behaviour: every stretch of text between
/// added tokens is normalised and cut into pieces by itself. Half of a surrogate pair counts as U+FFFD.
/// </remarks>
internal sealed class T5Tokenizer
{
    private readonly SentencePieceModel _model;
    private readonly TokenizerConfig _config;
    private readonly AddedTokenSplitter _splitter;
    private readonly TextNormalizer _normalizer;
    private readonly UnigramEncoder _encoder;

    private T5Tokenizer(SentencePieceModel model, TokenizerConfig config)
    {
        (_model, _config) = (model, config);
        _splitter = new AddedTokenSplitter(config.AddedTokens);
        _normalizer = new TextNormalizer(model);
        _encoder = new UnigramEncoder(model);
        VocabularySize = Math.Max(model.Pieces.Count, config.AddedTokens.Max(t => t.Id) + 1);
    }

    /// <summary>The vocabulary of spiece.model; ids of added tokens may lie above it.</summary>
    public IReadOnlyList<SentencePiece> Pieces => _model.Pieces;

    /// <summary>One more than the highest id; the text encoder's table has at least as many rows.</summary>
    public int VocabularySize { get; }

    /// <param name="folder">Has spiece.model and, as a rule, tokenizer_config.json.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another kind of tokenizer.</exception>
    public static T5Tokenizer Load(string folder)
    {
        var model = SentencePieceModel.Load(Path.Combine(folder, "spiece.model"));
        return new T5Tokenizer(model, TokenizerConfig.Load(folder, model));
    }

    /// <summary>The ids of a prompt, cut off or padded to a length. The end token is always among them.</summary>
    public TokenizedPrompt Encode(string text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        var ids = EncodeText(text);
        int count = WithEnd(ids);

        ids.RemoveRange(Math.Min(ids.Count, maxLength - 1), Math.Max(0, ids.Count - (maxLength - 1)));
        if (WithEnd(ids) > ids.Count)
            ids.Add(_config.EndId);

        int[] padded = new int[maxLength];
        Array.Fill(padded, _config.PadId);
        ids.CopyTo(padded);
        return new TokenizedPrompt(padded, count, count > maxLength);
    }

    /// <summary>How many tokens a prompt has, with its end token: more than fit are cut off by <see cref="Encode"/>.</summary>
    public int Count(string text) => WithEnd(EncodeText(text));

    /// <summary>Whether the vocabulary spells every character of a text.</summary>
    public bool Knows(string text) => !EncodeText(text).Contains(_model.UnknownId);

    /// <summary>A text that ends in the end token gets no second one.</summary>
    private int WithEnd(List<int> ids) => ids is [.., var last] && last == _config.EndId ? ids.Count : ids.Count + 1;

    private List<int> EncodeText(string text)
    {
        var ids = new List<int>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (!rest.IsEmpty)
        {
            var token = _splitter.Cut(rest, out var before, out rest);
            _encoder.Encode(_normalizer.Normalize(before), ids);
            if (token is not null)
                ids.Add(token.Id);
        }

        return ids;
    }
}
