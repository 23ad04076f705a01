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
            Scheduler = ChosenScheduler ?? scheduler,
            Frames = Frames.Length == 0
                ? null
                : NumberText.Whole("number of frames", Frames, "such as 49", nameof(request.Frames)),
            Width = ParseSize()?.Width,
            Height = ParseSize()?.Height,
            PostProcessing = PostProcessing,
            Loras = ParseLoras() is { Count: > 0 } loras ? loras : null,
        };
        request = KeptFor(model)?.ApplyTo(request) ?? request;
        double usual = request.Scheduler!.Value.UsualStepCache();
        return request with { StepCache = IsFaster ? _stepCache ?? usual : 0 };
    }

    /// <summary>To have the video upscaled or interpolated as it is.</summary>
    /// <exception cref="InvalidRequestException">There is no video.</exception>
    public VideoPostProcessing ToPostProcessing() => VideoPostProcessing.Of(
        SourceOf(SourceKind.Video)?.Id
            ?? throw new InvalidRequestException("There is no video yet: choose the one to upscale or interpolate.")
            {
                Setting = nameof(SourceToVideo.Source),
            },
        PostProcessing ?? new PostProcessing());

    /// <summary>As much of the request as decides how long it takes; null while that cannot be told.</summary>
    public GenerationRequest? ToRoughRequest()
    {
        if (PlainNumber.Whole(Steps) is not (>= 1 and <= 1000 and var steps)
            || PlainNumber.Fraction(Guidance) is not (>= 0 and <= 100 and var guidance))
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

    /// <summary>The solver that was picked; null: what the model's makers recommend.</summary>
    public SchedulerKind? ChosenScheduler => ParseScheduler(Scheduler);

    /// <summary>How many videos are asked for at once.</summary>
    /// <param name="most">So many may be.</param>
    /// <exception cref="InvalidRequestException">It is not a number from 1 to that.</exception>
    public int ToCount(int most) =>
        NumberText.Whole("number of videos", Count, $"1 to {most}", nameof(Count)) is var count && count >= 1 && count <= most
            ? count
            : throw new InvalidRequestException($"{count} videos cannot be asked for at once: choose 1 to {most}.")
            {
                Setting = nameof(Count),
            };

    /// <summary>Whether each request is to have another seed.</summary>
    public bool HasRandomSeed => Seed.Trim().Length == 0 || Seeds.IsRandom(Seed);

    /// <summary>The seed of another video of the same request.</summary>
    /// <param name="first">Of the first one.</param>
    /// <param name="index">From 0, the first one.</param>
    public ulong SeedOf(ulong first, int index) =>
        index == 0 ? first
        : HasRandomSeed ? Seeds.Draw()
        : unchecked(first + (ulong)index);

    /// <summary>The width and height that were picked; null: the model's own.</summary>
    /// <exception cref="InvalidRequestException">It is not a size.</exception>
    public (int Width, int Height)? ParseSize()
    {
        if (Size.Length == 0)
            return null;
        return Size.Split('x') is [var width, var height] && PlainNumber.Whole(width) is { } across
            && PlainNumber.Whole(height) is { } down
            ? (across, down)
            : throw new InvalidRequestException(
                $"“{PlainNumber.Shown(Size)}” is not a valid size: give width and height in pixels, such as 96x64.")
            {
                Setting = nameof(GenerationRequest.Width),
            };
    }

    private static string SchedulerText(SchedulerKind scheduler) => scheduler == SchedulerKind.Dpm ? "dpm" : "ddim";

    private static SchedulerKind? ParseScheduler(string text) => text switch
    {
        "dpm" => SchedulerKind.Dpm,
        "ddim" => SchedulerKind.Ddim,
        _ => null,
    };

    private IReadOnlyList<LoraFile> ParseLoras() =>
    [
        .. Loras.Index()
            .Where(place => place.Item.Name.Length > 0)
            .Select(place => new LoraFile(
                place.Item.Name,
                NumberText.Fraction(
                    "scale for a LoRA", place.Item.Scale, "usually 1", DraftLora.ScaleField(place.Index + 1)))),
    ];

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
