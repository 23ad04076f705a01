using System.Globalization;

namespace CogSpace.Pipeline.Text;

/// <summary>What the JSON files beside spiece.model say: the added tokens, and which of them are special.</summary>
/// <remarks>
/// Source: transformers tokenization_t5.py and tokenization_utils_base.py. tokenizer_config.json is believed first,
/// then added_tokens.json; without both there are a hundred &lt;extra_id_N&gt; above the pieces, numbered backwards.
/// </remarks>
internal sealed class TokenizerConfig
{
    private const int DefaultExtraIds = 100;
    private const int IdLimit = 1 << 20;   // an id is a row of the text encoder's table: T5 has 32128

    private readonly string _folder;
    private readonly SentencePieceModel _model;
    private readonly List<AddedToken> _tokens;

    private TokenizerConfig(string folder, SentencePieceModel model)
    {
        (_folder, _model) = (folder, model);
        var config = TokenizerFiles.ReadJson<TokenizerConfigFile>(folder, "tokenizer_config.json") ?? new();
        var names = TokenizerFiles.ReadJson<TokenizerConfigFile>(folder, "special_tokens_map.json") ?? new();
        _tokens = Listed(config.AddedTokensDecoder)
            ?? Listed(TokenizerFiles.ReadJson<Dictionary<string, int>>(folder, "added_tokens.json"))
            ?? ExtraIds(config.ExtraIds ?? DefaultExtraIds);

        if (_tokens.Find(t => t.Text.Length == 0 || t.Id is < 0 or >= IdLimit) is { } wrong)
            throw new ModelLoadException(folder, $"the added token \"{wrong.Text}\" cannot have the id {wrong.Id}.");

        PadId = SpecialId(config.PadToken ?? names.PadToken ?? "<pad>");
        EndId = SpecialId(config.EosToken ?? names.EosToken ?? "</s>");
        SpecialId(config.UnkToken ?? names.UnkToken ?? "<unk>");
    }

    public IReadOnlyList<AddedToken> AddedTokens => _tokens;

    /// <summary>Fills a prompt up to its length.</summary>
    public int PadId { get; }

    /// <summary>Ends every prompt.</summary>
    public int EndId { get; }

    /// <exception cref="ModelLoadException">A file is damaged, or a special token is nowhere to be found.</exception>
    public static TokenizerConfig Load(string folder, SentencePieceModel model) => new(folder, model);

    private static List<AddedToken>? Listed(Dictionary<string, TokenizerConfigFile.TokenEntry?>? byId) => byId?
        .Select(t => new AddedToken(
            t.Value?.Content ?? "",
            int.TryParse(t.Key, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : -1,
            t.Value?.Lstrip ?? false,
            t.Value?.Rstrip ?? false))
        .ToList();

    private static List<AddedToken>? Listed(Dictionary<string, int>? byText) =>
        byText?.Select(t => new AddedToken(t.Key, t.Value)).ToList();

    private List<AddedToken> ExtraIds(int count)
    {
        if (count is < 0 or >= IdLimit)
            throw new ModelLoadException(_folder, $"there cannot be {count} extra ids.");

        int last = _model.Pieces.Count + count - 1;
        return [.. Enumerable.Range(0, count).Select(n => new AddedToken($"<extra_id_{n}>", last - n, true, true))];
    }

    /// <summary>A special token is cut out of the text even where the files do not list it as added.</summary>
    private int SpecialId(string text)
    {
        if (_tokens.Find(t => t.Text == text) is { } listed)
            return listed.Id;

        int id =
            _model.IdOf(text)
            ?? throw new ModelLoadException(_folder, $"the vocabulary lacks the special token \"{text}\".");
        _tokens.Add(new AddedToken(text, id));
        return id;
    }
}
