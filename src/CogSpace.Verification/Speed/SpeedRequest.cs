using System.Globalization;
using CogSpace.Pipeline;

namespace CogSpace.Verification.Speed;

/// <summary>What to time: a network of a published size with random weights.</summary>
public sealed record SpeedRequest
{
    private const int MostRounds = 100;
    private const int MostBlocks = 200;
    private const int MostFrames = 1000;
    private const int MostPixels = 4096;
    private const int FramesPerLatent = 4;
    private const int Patch = 16;

    public required SpeedWork Work { get; init; }

    public ModelSize Size { get; init; } = ModelSize.FiveB;

    /// <summary>Of the transformer or the text encoder; null: as many as the published model has.</summary>
    public int? Blocks { get; init; }

    public int Frames { get; init; } = 49;

    public int Width { get; init; } = 720;

    public int Height { get; init; } = 480;

    public string Device { get; init; } = "cpu";

    public ComputeType Type { get; init; }

    /// <summary>Timed runs.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Whether one more run goes before them, untimed.</summary>
    public bool WarmUp { get; init; } = true;

    internal int LatentFrames => ((Frames - 1) / FramesPerLatent) + 1;

    /// <exception cref="InvalidRequestException">Nothing can be timed like this.</exception>
    internal void Check()
    {
        Range(Rounds, "rounds", MostRounds);
        Range(Blocks ?? 1, "blocks", MostBlocks);
        Range(Frames, "frames", MostFrames);
        Range(Width, "pixels in width", MostPixels);
        Range(Height, "pixels in height", MostPixels);
        if (Frames % FramesPerLatent != 1)
            throw new InvalidRequestException(string.Create(CultureInfo.InvariantCulture, $"{Frames} frames are not possible: choose 4k + 1, such as 9 or 49."));
        if (Width % Patch != 0 || Height % Patch != 0)
            throw new InvalidRequestException(string.Create(CultureInfo.InvariantCulture, $"{Width} x {Height} is not possible: both have to be multiples of {Patch}."));
    }

    private static void Range(int value, string what, int most)
    {
        if (value < 1 || value > most)
            throw new InvalidRequestException(string.Create(CultureInfo.InvariantCulture, $"{value} {what} are not possible: choose 1 to {most}."));
    }
}
