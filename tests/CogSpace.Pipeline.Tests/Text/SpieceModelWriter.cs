using System.Buffers.Binary;
using System.Text;
using CogSpace.Pipeline.Text;

namespace CogSpace.Pipeline.Tests.Text;

/// <summary>Writes spiece.model files for tests: by default three special pieces, a space, and no folding rules.</summary>
internal sealed class SpieceModelWriter
{
    private readonly List<byte> _file = [];

    public static SpieceModelWriter WithSpecials() => new SpieceModelWriter()
        .Piece("<pad>", 0, PieceKind.Control)
        .Piece("</s>", 0, PieceKind.Control)
        .Piece("<unk>", 0, PieceKind.Unknown)
        .Piece("▁", -2);

    public SpieceModelWriter Piece(string text, float score, PieceKind kind = PieceKind.Normal)
    {
        byte[] bits = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bits, score);
        return Field(1, [.. Bytes(1, Encoding.UTF8.GetBytes(text)), 2 << 3 | 5, .. bits, .. Number(3, (int)kind)]);
    }

    /// <summary>A field of the trainer's settings, such as 3, the kind of model.</summary>
    public SpieceModelWriter Trainer(int field, int value) => Field(2, Number(field, value));

    /// <summary>A field of the normaliser's settings that is on or off.</summary>
    public SpieceModelWriter Normalizer(int field, bool value) => Field(3, Number(field, value ? 1 : 0));

    /// <summary>The normaliser's rules, as they lie in the file.</summary>
    public SpieceModelWriter Rules(params byte[] charsMap) => Field(3, Bytes(2, charsMap));

    public SpieceModelWriter Field(int number, byte[] contents)
    {
        _file.AddRange(Bytes(number, contents));
        return this;
    }

    public byte[] ToArray() => [.. _file];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Bytes(int field, byte[] contents) =>
        [.. Varint(field << 3 | 2), .. Varint(contents.Length), .. contents];

    private static List<byte> Varint(int value)
    {
        var bytes = new List<byte>();
        uint rest = (uint)value;
        for (; rest > 0x7F; rest >>= 7)
            bytes.Add((byte)(rest | 0x80));
        bytes.Add((byte)rest);
        return bytes;
    }
}
