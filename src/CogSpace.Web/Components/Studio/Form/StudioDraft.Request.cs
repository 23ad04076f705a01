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
        var source = Tab switch
        {
            StudioTab.Image => SourceOf(SourceKind.Image)
                ?? throw new InvalidRequestException("There is no picture yet: choose the one to begin with.")
                {
                    Setting = nameof(SourceToVideo.Source),
                },
            StudioTab.Video => SourceOf(SourceKind.Video)
                ?? throw new InvalidRequestException("There is no video yet: choose the one to restyle.")
                {
                    Setting = nameof(SourceToVideo.Source),
                },
            _ => null,
        };
        string prompt = Prompt.Trim();
        if (prompt.Length == 0)
            throw new InvalidRequestException("The prompt is empty: describe the video.")
            {
                Setting = nameof(GenerationRequest.Prompt),
            };

        ulong seed = ParseSeed(Seed);
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
                Strength = NumberText.Fraction("strength", Strength, "0 to 1", nameof(VideoToVideo.Strength)),
            },
            _ => new TextToVideo { Prompt = prompt, Seed = seed },
        };
        request = request with
        {
            NegativePrompt = NegativePrompt.Trim(),
            Steps = NumberText.Whole("number of steps", Steps, "1 to 1000", nameof(request.Steps)),
            Guidance = NumberText.Fraction("guidance", Guidance, "0 to 100", nameof(request.Guidance)),
            Scheduler = scheduler,
            PostProcessing = PostProcessing,
            Loras =
                Lora.Length > 0
                    ? [
                        new LoraFile(
                            Lora, NumberText.Fraction("scale for a LoRA", LoraScale, "usually 1", nameof(request.Loras))),
                    ]
                    : null,
        };
        request = KeptFor(model)?.ApplyTo(request) ?? request;
        double usual = request.Scheduler!.Value.UsualStepCache();
        return request with { StepCache = IsFaster ? _stepCache ?? usual : 0 };
    }

    /// <summary>As much of the request as decides how long it takes; null while that cannot be told.</summary>
    public GenerationRequest? ToRoughRequest()
    {
        if (PlainNumber.Whole(Steps) is not { } steps || PlainNumber.Fraction(Guidance) is not { } guidance)
            return null;
        GenerationRequest request = Tab switch
        {
            StudioTab.Image => new ImageToVideo { Prompt = "", Seed = 0, Image = "" },
            StudioTab.Video => new VideoToVideo
            {
                Prompt = "",
                Seed = 0,
                Video = "",
                Strength = PlainNumber.Fraction(Strength) ?? 1,
            },
            _ => new TextToVideo { Prompt = "", Seed = 0 },
        };
        return request with
        {
            Steps = steps,
            Guidance = guidance,
            StepCache = IsFaster ? 1 : 0,
            PostProcessing = PostProcessing,
        };
    }

    // An empty field leaves it to chance.
    private static ulong ParseSeed(string text)
    {
        try
        {
            return text.Trim().Length == 0 ? Seeds.Draw() : Seeds.Parse(text);
        }
        catch (InvalidRequestException e)
        {
            throw new InvalidRequestException(e.Message) { Setting = nameof(GenerationRequest.Seed) };
        }
    }
}
