namespace CogSpace.Pipeline.Tests;

/// <summary>Clips to try things on, which the small model makes.</summary>
internal static class SampleClip
{
    public static async Task<VideoClip> MakeAsync(CogVideoXPipeline pipeline, string prompt, uint seed, int frames = 9)
    {
        var plan = Tiny.Plan(new TextToVideo { Prompt = prompt, Seed = seed, Steps = 15, Frames = frames });
        return new VideoClip(await pipeline.GenerateAsync(plan).ToListAsync(), plan.FramesPerSecond);
    }

    /// <summary>In dB, over all frames together.</summary>
    public static double Psnr(IReadOnlyList<Frame> expected, IReadOnlyList<Frame> actual)
    {
        var differences = expected
            .Zip(actual)
            .SelectMany(pair => pair.First.Pixels.ToArray().Zip(pair.Second.Pixels.ToArray(), (a, b) => (double)(a - b)));
        return 10 * Math.Log10(255 * 255 / differences.Average(difference => difference * difference));
    }
}
