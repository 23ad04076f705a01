using System.Runtime.InteropServices;

namespace CogSpace.Pipeline.Text;

/// <summary>The folding rules inside a SentencePiece model: byte strings and what replaces each of them.</summary>
/// <remarks>
/// Layout: the byte length of a double array, the array, and replacements that each end in a zero byte.
/// Source: sentencepiece normalizer.cc, DecodePrecompiledCharsMap; darts.h of darts-clone, commonPrefixSearch.
/// </remarks>
internal sealed class CharsMap
{
    /// <summary>In bytes; nmt_nfkc needs 12 and 33. They bound what a damaged table can cost.</summary>
    private const int LongestRule = 64, LongestReplacement = 64;

    private readonly uint[] _units;
    private readonly byte[] _replacements;

    /// <exception cref="InvalidDataException">The rules point outside of themselves.</exception>
    public CharsMap(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < sizeof(uint) || MemoryMarshal.Read<uint>(blob) > blob.Length - sizeof(uint))
            throw new InvalidDataException("its table of normalisation rules is cut short.");

        int size = MemoryMarshal.Read<int>(blob);
        _units = MemoryMarshal.Cast<byte, uint>(blob.Slice(sizeof(uint), size)).ToArray();
        _replacements = blob[(sizeof(uint) + size)..].ToArray();
        CheckUnits();
        CheckReplacements();
    }

    /// <summary>Applies the longest rule that the text begins with.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="replacement">What the rule makes of it; may be empty.</param>
    /// <param name="length">Bytes of the text that are replaced.</param>
    public bool TryReplace(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement, out int length)
    {
        int value = 0;
        length = 0;
        uint node = Offset(_units[0]);
        for (int i = 0; i < text.Length && i < LongestRule; i++)
        {
            node ^= text[i];
            uint unit = _units[node];
            if (Label(unit) != text[i])
                break;

            node ^= Offset(unit);
            if (HasLeaf(unit))
                (length, value) = (i + 1, Value(_units[node]));
        }

        ReadOnlySpan<byte> found = _replacements.AsSpan(value);
        replacement = length > 0 ? found[..found.IndexOf((byte)0)] : default;
        return length > 0;
    }

    // One unit: value in the low 31 bits (leaf, top bit set), or offset to its children, has-leaf bit and label.
    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1u << 9)) >> 6);

    private static uint Label(uint unit) => unit & ((1u << 31) | 0xFF);

    private static bool HasLeaf(uint unit) => ((unit >> 8) & 1) == 1;

    private static bool IsLeaf(uint unit) => unit >> 31 == 1;

    private static int Value(uint unit) => (int)(unit & int.MaxValue);

    /// <summary>After this, no text can lead outside of the array or of the replacements.</summary>
    private void CheckUnits()
    {
        bool inside = _units.Length > 0;
        for (uint i = 0; i < _units.Length && inside; i++)
        {
            uint unit = _units[i];
            if (IsLeaf(unit))
                continue;

            uint children = i ^ Offset(unit);   // those of a unit lie at children ^ label, so in one block of 256
            inside = (children | 0xFF) < _units.Length
                && (!HasLeaf(unit) || Value(_units[children]) < _replacements.Length);
        }

        if (!inside)
            throw new InvalidDataException("its table of normalisation rules points outside of itself.");
    }

    private void CheckReplacements()
    {
        for (var rest = _replacements.AsSpan(); !rest.IsEmpty;)
        {
            int end = rest.IndexOf((byte)0);
            if (end is < 0 or > LongestReplacement)
                throw new InvalidDataException("a normalisation rule in it has no end.");

            rest = rest[(end + 1)..];
        }
    }
}
