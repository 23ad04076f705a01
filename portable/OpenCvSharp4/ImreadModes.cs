namespace OpenCvSharp;

[Flags]
public enum ImreadModes
{
    /// <summary>As it is stored: with alpha, with 16 bits, not turned.</summary>
    Unchanged = -1,
}
