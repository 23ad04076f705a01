using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace CogSpace.Pipeline.Text;

/// <summary>Folds characters and tidies white space, so that different spellings of one text get the same ids.</summary>
/// <remarks>Source: sentencepiece normalizer.cc, Normalizer::Normalize. .NET's own FormKC folds differently.</remarks>
internal sealed class TextNormalizer
{
    private const byte Space = (byte)' ';

    private readonly NormalizerSpec _spec;
    private readonly ByteTrie _userDefined = new();   // no rule touches these

    public TextNormalizer(SentencePieceModel model)
    {
        _spec = model.Normalizer;
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            if (model.Pieces[id].Kind == PieceKind.UserDefined)
                _userDefined.Add(Encoding.UTF8.GetBytes(model.Pieces[id].Text), id);
        }
    }

    /// <summary>U+2581, what a space looks like in the vocabulary.</summary>
    private static ReadOnlySpan<byte> EscapedSpace => "▁"u8;

    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    private ReadOnlySpan<byte> OutputSpace => _spec.EscapeWhitespaces ? EscapedSpace : " "u8;

    /// <param name="text">UTF-8.</param>
    /// <returns>UTF-8; empty if nothing but space was there.</returns>
    public ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> text)
    {
        if (_spec.RemoveExtraWhitespaces)
            text = TrimStart(text);
        if (text.IsEmpty)
            return [];

        var output = new List<byte>(text.Length + text.Length / 2);
        if (_spec.AddDummyPrefix)
            output.AddRange(OutputSpace);

        bool afterSpace = _spec.RemoveExtraWhitespaces;
        while (!text.IsEmpty)
        {
            var next = Next(text, out int length);
            text = text[length..];
            if (afterSpace)
                next = next.TrimStart(Space);
            if (next.IsEmpty)
                continue;

            Append(output, next);
            afterSpace = _spec.RemoveExtraWhitespaces && next[^1] == Space;
        }

        if (_spec.RemoveExtraWhitespaces)
            TrimEnd(output);
        return CollectionsMarshal.AsSpan(output);
    }

    private ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && Next(text, out int length) is [Space])
            text = text[length..];
        return text;
    }

    /// <summary>Also takes away the dummy prefix, when nothing else is left.</summary>
    private void TrimEnd(List<byte> output)
    {
        while (CollectionsMarshal.AsSpan(output).EndsWith(OutputSpace))
            output.RemoveRange(output.Count - OutputSpace.Length, OutputSpace.Length);
    }

    /// <summary>What the beginning of the text becomes, and how many bytes of it that took.</summary>
    private ReadOnlySpan<byte> Next(ReadOnlySpan<byte> text, out int length)
    {
        (length, _) = _userDefined.LongestPrefix(text);
        if (length > 0)
            return text[..length];

        if (_spec.Rules is not null && _spec.Rules.TryReplace(text, out var replacement, out length))
            return replacement;

        if (Rune.DecodeFromUtf8(text, out _, out length) == OperationStatus.Done)
            return text[..length];

        length = 1;   // only a damaged rule can have left half a character here
        return Replacement;
    }

    private void Append(List<byte> output, ReadOnlySpan<byte> bytes)
    {
        if (!_spec.EscapeWhitespaces)
        {
            output.AddRange(bytes);
            return;
        }

        foreach (byte b in bytes)
        {
            if (b == Space)
                output.AddRange(EscapedSpace);
            else
                output.Add(b);
        }
    }
}
