using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio.Form;

/// <content>From the form to a request.</content>
public sealed partial class StudioDraft
{
    /// <param name="model">That is asked, by name.</param>
    /// <param name="scheduler">What its makers recommend.</param>
    /// <exception cref="InvalidRequestException">
    /// Something has to be written differently or is missing; the message says what.
    /// </exception>
    public GenerationRequest ToRequest(string model, SchedulerKind scheduler)
    {
        if (Tab.Source() is { } kind && ArrivingOf(kind) is not null)
            throw new InvalidRequestException(
                $"Your {(kind == SourceKind.Image ? "picture" : "video")} is still being sent. Please wait until it is " +
                "shown above."
            );
        var source = Tab switch
        {
            StudioTab.Image => SourceOf(SourceKind.Image)
                ?? throw new InvalidRequestException("There is no picture yet: choose the one to begin with."),
            StudioTab.Video => SourceOf(SourceKind.Video)
                ?? throw new InvalidRequestException("There is no video yet: choose the one to restyle."),
            _ => null,
        };
        string prompt = Prompt.Trim();
        if (prompt.Length == 0)
            throw new InvalidRequestException("The prompt is empty: describe the video.");

        ulong seed = Seeds.Parse(Seed);
        GenerationRequest request = Tab switch
        {
            StudioTab.Image => new ImageToVideo
            {
                Prompt = prompt,
                Seed = seed,
                Image = source!.Id,
                Crop = source.Crop,
            },
            StudioTab.Video => new VideoToVideo
            {
                Prompt = prompt,
                Seed = seed,
                Video = source!.Id,
                Crop = source.Crop,
                Strength = NumberText.Fraction("strength", Strength, "0 to 1"),
            },
            _ => new TextToVideo { Prompt = prompt, Seed = seed },
        };
        request = request with
        {
            NegativePrompt = NegativePrompt.Trim(),
            Steps = NumberText.Whole("number of steps", Steps, "1 to 1000"),
            Guidance = NumberText.Fraction("guidance", Guidance, "0 to 100"),
            Scheduler = scheduler,
            PostProcessing = PostProcessing,
            Loras =
                Lora.Length > 0
                    ? [new LoraFile(Lora, NumberText.Fraction("scale for a LoRA", LoraScale, "usually 1"))]
                    : null,
        };
        request = KeptFor(model)?.ApplyTo(request) ?? request;
        double usual = request.Scheduler!.Value.UsualStepCache();
        return request with { StepCache = IsFaster ? _stepCache ?? usual : 0 };
    }
}
