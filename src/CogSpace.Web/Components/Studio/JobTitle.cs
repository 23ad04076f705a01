using CogSpace.Web.Jobs;
using Microsoft.Extensions.Localization;

namespace CogSpace.Web.Components.Studio;

/// <summary>What a job is called where it is listed: by its prompt, if it has one.</summary>
internal static class JobTitle
{
    public static string TitleOf(this IStringLocalizer<StudioText> text, GenerationJob job) => job.Request switch
    {
        VideoPostProcessing { PostProcessing: { Upscale: true, Interpolate: > 1 } } => text["UpscaledAndInterpolated"],
        VideoPostProcessing { PostProcessing.Upscale: true } => text["Upscaled"],
        VideoPostProcessing => text["Interpolated"],
        _ => job.Request.Prompt,
    };
}
