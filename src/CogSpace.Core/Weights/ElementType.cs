namespace CogSpace.Weights;

/// <summary>Element types that a weight file can hold, by their safetensors names.</summary>
public enum ElementType
{
    Bool,
    U8,
    I8,
    I16,
    I32,
    I64,
    F16,
    BF16,
    F32,
    F64,

    /// <summary>Four bits of exponent, three of fraction; without infinities. 0x7f and 0xff are not numbers.</summary>
    F8E4M3,

    /// <summary>Five bits of exponent, two of fraction: the upper byte of a float16.</summary>
    F8E5M2,
}

public static class ElementTypeExtensions
{
    /// <summary>As safetensors files spell it: "BF16", "F8_E4M3".</summary>
    public static string Name(this ElementType type) => type switch
    {
        ElementType.F8E4M3 => "F8_E4M3",
        ElementType.F8E5M2 => "F8_E5M2",
        _ => type.ToString().ToUpperInvariant(),
    };

    /// <summary>Bytes of one element.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Bool or ElementType.U8 or ElementType.I8 or ElementType.F8E4M3 or ElementType.F8E5M2 => 1,
        ElementType.I16 or ElementType.F16 or ElementType.BF16 => 2,
        ElementType.I32 or ElementType.F32 => 4,
        ElementType.I64 or ElementType.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
