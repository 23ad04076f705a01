using CogSpace.PostProcess.Networks;

namespace CogSpace.PostProcess.Interpolation;

/// <summary>Measures how two frames differ, and tells from that what happens between them.</summary>
/// <remarks>The thresholds stand beside what was measured in docs/adr/0019-when-frames-are-held.md.</remarks>
internal static class FrameComparison
{
    // Levels of 255. A still picture coded by x264 stays within 3.6 between two key frames.
    private const double LargestNoise = 5;

    // Levels of 255. A coded still stays below 0.05 between two key frames, a fade of five seconds at 24 per second is above.
    private const double LargestDrift = 0.25;

    // Levels of 255. A fade of 12 frames from white to black moves the histogram by 21.3.
    private const double SuddenShift = 40;

    // Cuts have structures up to 0.55 and shifts from 11 on, 12-frame fades have structures from 0.86 on.
    private const double OtherStructure = 0.75, OtherColours = 10;

    private const double NothingInCommon = 0.1;

    /// <param name="first">Of any size, without padding.</param>
    /// <param name="second">Of the same size.</param>
    public static FrameChange Between(Planes first, Planes second)
    {
        double shift = ColourHistogram.Distance(first, second);
        if (shift <= LargestDrift && LargestDifference.Of(first, second) <= LargestNoise)
            return FrameChange.Same;
        if (shift > SuddenShift)
            return FrameChange.Cut;
        double structure = StructuralSimilarity.StructureOf(SmallPicture.AveragesOf(first), SmallPicture.AveragesOf(second));
        return structure < NothingInCommon || (structure < OtherStructure && shift > OtherColours)
            ? FrameChange.Cut
            : FrameChange.Motion;
    }
}
