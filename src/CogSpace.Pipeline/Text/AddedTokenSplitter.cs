using System.Buffers;
using System.Text;

namespace CogSpace.Pipeline.Text;

/// <summary>Finds added tokens in raw text: leftmost first, and of those that begin at one place the longest.</summary>
/// <remarks>Source: transformers tokenization_utils.py, Trie.split and PreTrainedTokenizer.tokenize.</remarks>
internal sealed class AddedTokenSplitter
{
    private readonly IReadOnlyList<AddedToken> _tokens;
    private readonly ByteTrie _trie = new();
    private readonly SearchValues<byte> _firstBytes;

    public AddedTokenSplitter(IReadOnlyList<AddedToken> tokens)
    {
        _tokens = tokens;
        var firstBytes = new HashSet<byte>();
        for (int i = 0; i < tokens.Count; i++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(tokens[i].Text);
            _trie.Add(bytes, i);
            firstBytes.Add(bytes[0]);
        }

        _firstBytes = SearchValues.Create([.. firstBytes]);
    }

    /// <summary>Cuts the text at its first added token.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="before">The text before it, or all of it; without the white space that the token swallows.</param>
    /// <param name="after">The text behind it, likewise.</param>
    /// <returns>The token, or null if there is none.</returns>
    public AddedToken? Cut(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> before, out ReadOnlySpan<byte> after)
    {
        before = text;
        after = default;
        for (int start = 0; start < text.Length; start++)
        {
            int skipped = text[start..].IndexOfAny(_firstBytes);
            if (skipped < 0)
                return null;

            start += skipped;
            var (length, index) = _trie.LongestPrefix(text[start..]);
            if (length == 0)
                continue;

            var token = _tokens[index];
            before = token.StripLeft ? TrimEnd(text[..start]) : text[..start];
            after = token.StripRight ? TrimStart(text[(start + length)..]) : text[(start + length)..];
            return token;
        }

        return null;
    }

    private static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && Rune.DecodeFromUtf8(text, out var rune, out int length) == OperationStatus.Done && IsSpace(rune))
            text = text[length..];
        return text;
    }

    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        while (
            !text.IsEmpty
            && Rune.DecodeLastFromUtf8(text, out var rune, out int length) == OperationStatus.Done
            && IsSpace(rune)
        )
            text = text[..^length];
        return text;
    }

    /// <summary>Python's str.isspace, which also counts the four separators of ASCII.</summary>
    private static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1C and <= 0x1F;
}
