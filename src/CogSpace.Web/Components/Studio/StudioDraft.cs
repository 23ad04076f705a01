using CogSpace.Generation;
using CogSpace.Pipeline;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio;

/// <summary>What stands in the form, on all tabs together; it becomes a request when it is complete.</summary>
/// <param name="options">What it starts from.</param>
public sealed class StudioDraft(StudioOptions options)
{
    /// <summary>Characters that a text field takes.</summary>
    public const int MaxLength = RequestCheck.MaxCharacters;

    private const string UsualStrength = "0.8";
    private const string UsualLoraScale = "1";

    private readonly Dictionary<ModelTask, string> _models = [];
    private (string Steps, string Guidance) _usual = Usual(options, ModelPreset.UsualSteps, ModelPreset.UsualGuidance);
    private bool _isFaster;
    private double? _stepCache;
    private readonly Dictionary<SourceKind, string> _arriving = [];

    public string Prompt { get; set; } = "";

    public string Seed { get; set; } = SeedText.Random;

    public string NegativePrompt { get; set; } = "";

    public string Steps { get; set; } = Usual(options, ModelPreset.UsualSteps, ModelPreset.UsualGuidance).Steps;

    public string Guidance { get; set; } = Usual(options, ModelPreset.UsualSteps, ModelPreset.UsualGuidance).Guidance;

    /// <summary>Whether steps that would change little are skipped.</summary>
    public bool IsFaster
    {
        get => _isFaster;
        set => (_isFaster, _stepCache) = (value, null);
    }

    /// <summary>
    /// By how large a part a step's first layer may differ for the rest to be skipped: what a job or a file said, else what is
    /// usual.
    /// </summary>
    public double StepCacheOf(SchedulerKind scheduler) => !IsFaster ? 0 : _stepCache ?? scheduler.UsualStepCache();

    /// <summary>The file of a LoRA, by its bare name; empty: none.</summary>
    public string Lora { get; set; } = "";

    /// <summary>How strongly the LoRA counts.</summary>
    public string LoraScale { get; set; } = UsualLoraScale;

    /// <summary>Whether frames get more pixels.</summary>
    public bool Upscale { get; set; }

    /// <summary>What does it, by name; empty: what is taken first here.</summary>
    public string Upscaler { get; set; } = "";

    /// <summary>Whether frames are drawn between frames.</summary>
    public bool Interpolate { get; set; }

    /// <summary>What draws them, by name; empty: what is taken first here.</summary>
    public string Interpolator { get; set; } = "";

    /// <summary>What is done to frames after they are made; null: nothing.</summary>
    public Enhancement? Enhancement =>
        Upscale || Interpolate
            ? new Enhancement(
                Upscale, Interpolate ? EnhancementMenu.Faster : 1, Upscale && Upscaler.Length > 0 ? Upscaler : null,
                Interpolate && Interpolator.Length > 0 ? Interpolator : null)
            : null;

    /// <summary>How much of a video is forgotten.</summary>
    public string Strength { get; set; } = UsualStrength;

    /// <summary>The picture of the Image tab.</summary>
    public DraftSource? Image { get; set; }

    /// <summary>The video of the Video tab.</summary>
    public DraftSource? Video { get; set; }

    /// <summary>Whether the folded settings are other than the page's own.</summary>
    public bool HasOwnSettings =>
        NegativePrompt.Length > 0
        || Lora.Length > 0
        || IsFaster
        || (Steps, Guidance) != _usual
        || _models.Count > 0;

    /// <summary>Grows when the form was filled in by something else than the visitor's hands.</summary>
    public int Fillings { get; private set; }

    /// <summary>The model that was picked for a task; null: the one that is chosen at first.</summary>
    public string? ModelOf(ModelTask task) => _models.GetValueOrDefault(task);

    public void PickModel(ModelTask task, string? model)
    {
        if (string.IsNullOrEmpty(model))
            _models.Remove(task);
        else
            _models[task] = model;
    }

    public DraftSource? SourceOf(SourceKind kind) => kind == SourceKind.Image ? Image : Video;

    /// <summary>The name of a file that is being sent and will take the place of the one before; null: none is.</summary>
    public string? ArrivingOf(SourceKind kind) => _arriving.GetValueOrDefault(kind);

    public void SetArriving(SourceKind kind, string? name)
    {
        if (name is null)
            _arriving.Remove(kind);
        else
            _arriving[kind] = name;
    }

    public void SetSource(SourceKind kind, DraftSource? source) =>
        (Image, Video) = kind == SourceKind.Image ? (source, Video) : (Image, source);

    /// <summary>Takes the steps and guidance that a model's makers recommend, where the visitor left them alone.</summary>
    public void TakePreset(ModelPreset preset)
    {
        var usual = Usual(options, preset.Steps, preset.Guidance);
        Steps = Steps == _usual.Steps ? usual.Steps : Steps;
        Guidance = Guidance == _usual.Guidance ? usual.Guidance : Guidance;
        _usual = usual;
    }

    /// <summary>Brings back the settings that the page starts with.</summary>
    public void ResetSettings()
    {
        NegativePrompt = "";
        (Steps, Guidance) = _usual;
        (Lora, LoraScale, IsFaster) = ("", UsualLoraScale, false);
        _models.Clear();
    }

    /// <summary>Takes all that decided a job, to change it and ask again.</summary>
    /// <returns>The tab that it was asked for on.</returns>
    public StudioTab Fill(GenerationJob job)
    {
        var request = job.Request;
        (Prompt, Seed, NegativePrompt) = (request.Prompt, NumberText.Of(request.Seed), request.NegativePrompt);
        (Steps, Guidance) = (NumberText.Of(request.Steps), NumberText.Of(request.Guidance));
        Fill(request.StepCache > 0 ? request.StepCache : null);
        (Lora, LoraScale) = request.Loras is [var lora, ..] ? (lora.Path, NumberText.Of(lora.Scale)) : ("", UsualLoraScale);
        PickModel(request is ImageToVideo ? ModelTask.ImageToVideo : ModelTask.TextToVideo, job.Model);
        if (DraftSources.Of(job) is { } source)
            SetSource(source.Info.Kind, source with { Crop = RequestSource.CropOf(request) ?? Crop.Centred });
        if (request is VideoToVideo { Strength: var strength })
            Strength = NumberText.Of(strength);
        Fill(request.Enhancement);
        Fillings++;
        return request switch
        {
            ImageToVideo => StudioTab.Image,
            VideoToVideo => StudioTab.Video,
            _ => StudioTab.Prompt,
        };
    }

    /// <summary>
    /// Takes what a file says that it was made with, as far as it can be written into the form; whether it can be made here is
    /// seen when it is asked for.
    /// </summary>
    /// <returns>The tab that it was asked for on.</returns>
    public StudioTab Fill(Recipe recipe)
    {
        var tab = recipe switch
        {
            { Strength: not null } => StudioTab.Video,
            { SourceSha256: not null } => StudioTab.Image,
            _ => StudioTab.Prompt,
        };
        (Prompt, Seed, NegativePrompt) = (Cut(recipe.Prompt), NumberText.Of(recipe.Seed), Cut(recipe.NegativePrompt));
        (Steps, Guidance) = (NumberText.Of(recipe.Steps), NumberText.Of(recipe.Guidance));
        Fill(recipe.StepCache);
        (Lora, LoraScale) = recipe.Loras is [var lora, ..] ? (lora.File, NumberText.Of(lora.Scale)) : ("", UsualLoraScale);
        if (recipe.Strength is { } strength)
            Strength = NumberText.Of(strength);
        (Upscale, Upscaler) = (recipe.Enhancement?.Upscaler is not null, recipe.Enhancement?.Upscaler?.Name ?? "");
        (Interpolate, Interpolator) = (
            recipe.Enhancement?.Interpolator is not null, recipe.Enhancement?.Interpolator?.Name ?? "");
        PickModel(tab.Task(), recipe.Model);
        Fillings++;
        return tab;
    }

    /// <summary>Takes the recipe of an example.</summary>
    public void Fill(ExampleClip clip)
    {
        ResetSettings();
        Fill(enhancement: null);
        (Prompt, Seed) = (clip.Prompt, NumberText.Of(clip.Seed));
        (Steps, Guidance) = (NumberText.Of(ExampleClip.Steps), NumberText.Of(ExampleClip.Guidance));
        Fillings++;
    }

    /// <param name="tab">What it is made from.</param>
    /// <exception cref="InvalidRequestException">
    /// Something has to be written differently or is missing; the message says what.
    /// </exception>
    public GenerationRequest ToRequest(StudioTab tab)
    {
        if (tab.Source() is { } kind && ArrivingOf(kind) is not null)
            throw new InvalidRequestException(
                $"Your {(kind == SourceKind.Image ? "picture" : "video")} is still being sent. Please wait until it is " +
                "shown above."
            );
        var source = tab switch
        {
            StudioTab.Image => Image
                ?? throw new InvalidRequestException("There is no picture yet: choose the one to begin with."),
            StudioTab.Video => Video
                ?? throw new InvalidRequestException("There is no video yet: choose the one to restyle."),
            _ => null,
        };
        string prompt = Prompt.Trim();
        if (prompt.Length == 0)
            throw new InvalidRequestException("The prompt is empty: describe the video.");

        uint seed = SeedText.Parse(Seed);
        GenerationRequest request = tab switch
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
        return request with
        {
            NegativePrompt = NegativePrompt.Trim(),
            Steps = NumberText.Whole("number of steps", Steps, "1 to 1000"),
            Guidance = NumberText.Fraction("guidance", Guidance, "0 to 100"),
            Enhancement = Enhancement,
            Loras =
                Lora.Length > 0
                    ? [new LoraFile(Lora, NumberText.Fraction("scale for a LoRA", LoraScale, "usually 1"))]
                    : null,
        };
    }

    // The server's own settings come first.
    private static (string Steps, string Guidance) Usual(StudioOptions options, int steps, double guidance) =>
        (NumberText.Of(options.Steps ?? steps), NumberText.Of(options.Guidance ?? guidance));

    private static string Cut(string text) => text.Length <= MaxLength ? text : text[..MaxLength];

    private void Fill(double? stepCache) => (_isFaster, _stepCache) = (stepCache is not null, stepCache);

    private void Fill(Enhancement? enhancement) =>
        (Upscale, Upscaler, Interpolate, Interpolator) = (
            enhancement is { Upscale: true }, enhancement?.Upscaler ?? "", enhancement is { Interpolate: > 1 },
            enhancement?.Interpolator ?? "");
}
