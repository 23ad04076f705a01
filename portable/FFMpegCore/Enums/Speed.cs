namespace FFMpegCore.Enums;

/// <summary>x264's presets, without "placebo".</summary>
public enum Speed
{
    VerySlow,
    Slower,
    Slow,
    Medium,
    Fast,
    Faster,
    VeryFast,
    SuperFast,
    UltraFast,
}
