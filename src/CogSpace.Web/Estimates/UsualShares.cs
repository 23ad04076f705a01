namespace CogSpace.Web.Estimates;

/// <summary>About how the stages share the time of a video, where this machine has not shown it yet.</summary>
internal static class UsualShares
{
    public static double Of(GenerationStage stage) => stage switch
    {
        GenerationStage.ReadingSource or GenerationStage.ReadingPrompt => 1,
        GenerationStage.Loading or GenerationStage.Writing => 2,
        GenerationStage.Encoding => 6,
        GenerationStage.Decoding => 18,
        GenerationStage.Upscaling or GenerationStage.Interpolating => 30,
        _ => 72,
    };

    /// <summary>The stages that take most of the time: while one of them was never seen, nothing can be said.</summary>
    /// <param name="stages">Those that there are.</param>
    public static IEnumerable<GenerationStage> Longest(IReadOnlyCollection<GenerationStage> stages) =>
        stages.Contains(GenerationStage.Denoising)
            ? [GenerationStage.Denoising]
            : stages.Where(stage => stage is GenerationStage.Upscaling or GenerationStage.Interpolating);

    /// <param name="request">Decides which stages there are.</param>
    public static IReadOnlyDictionary<GenerationStage, double> For(GenerationRequest request) =>
        StagesOf(request).ToDictionary(stage => stage, Of);

    private static IEnumerable<GenerationStage> StagesOf(GenerationRequest request)
    {
        if (request is SourceToVideo)
            yield return GenerationStage.ReadingSource;
        if (request is not VideoPostProcessing)
        {
            yield return GenerationStage.Loading;
            yield return GenerationStage.ReadingPrompt;
            if (request is SourceToVideo)
                yield return GenerationStage.Encoding;
            yield return GenerationStage.Denoising;
            yield return GenerationStage.Decoding;
        }

        yield return GenerationStage.Writing;

        if (request.PostProcessing is { Upscale: true })
            yield return GenerationStage.Upscaling;
        if (request.PostProcessing is { Interpolate: > 1 })
            yield return GenerationStage.Interpolating;
    }
}
