using System.Globalization;
using CogSpace.Generation;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>What stands in the form, on all tabs together; it becomes a request when it is complete.</summary>
/// <param name="options">What it starts from.</param>
public sealed partial class StudioDraft(StudioOptions options)
{
    /// <summary>Characters that a text field takes.</summary>
    public const int MaxLength = RequestCheck.MaxCharacters;

    private const string UsualStrength = "0.8";
    private const string One = "1";

    private readonly Dictionary<ModelTask, string> _models = [];
    private readonly Dictionary<SourceKind, DraftSource> _sources = [];
    private readonly Dictionary<SourceKind, string> _arriving = [];
    private readonly Dictionary<SourceKind, Crop> _crops = [];      // for sources that have yet to be chosen
    private StudioTab _tab;
    private (string Steps, string Guidance) _usual = Usual(options, ModelPreset.UsualSteps, ModelPreset.UsualGuidance);
    private bool _isFaster;
    private double? _stepCache;

    /// <summary>Raised after something else than the visitor's typing has changed it, on the page's own thread.</summary>
    public event Action<DraftChange>? Changed;

    /// <summary>What the video is made from.</summary>
    public StudioTab Tab
    {
        get => _tab;
        set
        {
            if (_tab == value)
                return;
            _tab = value;
            Changed?.Invoke(DraftChange.Tab);
        }
    }

    public string Prompt { get; set; } = "";

    /// <summary>A whole number; empty or -1: another for each video.</summary>
    public string Seed { get; set; } = "";

    public string NegativePrompt { get; set; } = "";

    public string Steps { get; set; } = Usual(options, ModelPreset.UsualSteps, ModelPreset.UsualGuidance).Steps;

    public string Guidance { get; set; } = Usual(options, ModelPreset.UsualSteps, ModelPreset.UsualGuidance).Guidance;

    /// <summary>Whether steps that would change little are skipped.</summary>
    public bool IsFaster
    {
        get => _isFaster;
        set => (_isFaster, _stepCache) = (value, null);
    }

    /// <summary>"dpm" or "ddim"; empty: what the model's makers recommend.</summary>
    public string Scheduler { get; set; } = "";

    /// <summary>Width and height in pixels, as <see cref="SizeText"/> writes them; empty: the model's own.</summary>
    public string Size { get; private set; } = "";

    /// <summary>Frames; empty: the model's own number.</summary>
    public string Frames { get; private set; } = "";

    /// <summary>How many videos are asked for at once, each with a seed of its own.</summary>
    public string Count { get; set; } = One;

    /// <summary>Changes to the model's weights; a place without a name is free.</summary>
    public IReadOnlyList<DraftLora> Loras { get; } = [.. Enumerable.Range(0, DraftLora.Most).Select(_ => new DraftLora())];

    /// <summary>Whether frames get more pixels.</summary>
    public bool Upscale { get; set; }

    /// <summary>What does it, by name; empty: what is taken first here.</summary>
    public string Upscaler { get; set; } = "";

    /// <summary>Whether frames are drawn between frames.</summary>
    public bool Interpolate { get; set; }

    /// <summary>What draws them, by name; empty: what is taken first here.</summary>
    public string Interpolator { get; set; } = "";

    /// <summary>How many times as many frames there are, where frames are drawn between frames.</summary>
    public int InterpolateTimes { get; set; } = PostProcessingMenu.Faster;

    /// <summary>What is done to frames after they are made; null: nothing.</summary>
    public PostProcessing? PostProcessing =>
        Upscale || Interpolate
            ? new PostProcessing(
                Upscale, Interpolate ? InterpolateTimes : 1, Upscale && Upscaler.Length > 0 ? Upscaler : null,
                Interpolate && Interpolator.Length > 0 ? Interpolator : null)
            : null;

    /// <summary>How much of a video is forgotten.</summary>
    public string Strength { get; set; } = UsualStrength;

    /// <summary>Settings of the job or the file that it was filled from that no field shows; null: there are none.</summary>
    public KeptSettings? Kept { get; private set; }

    /// <summary>How the video that it was filled from was computed; null where that is not known.</summary>
    public Computation? Computed { get; private set; }

    /// <summary>What could not be taken when it was filled, a sentence each.</summary>
    public IReadOnlyList<string> NotTaken { get; private set; } = [];

    /// <summary>Whether the folded settings are other than the page's own.</summary>
    public bool HasOwnSettings =>
        NegativePrompt.Length > 0
        || Loras.Any(lora => lora.Name.Length > 0)
        || (Scheduler + Size + Frames).Length > 0
        || Count != One
        || IsFaster
        || (Steps, Guidance) != _usual
        || _models.Count > 0;

    /// <summary>The model that was picked for a task; null: the one that is chosen at first.</summary>
    public string? ModelOf(ModelTask task) => _models.GetValueOrDefault(task);

    public void PickModel(ModelTask task, string? model)
    {
        SetModel(task, model);
        Changed?.Invoke(DraftChange.Settings);
    }

    /// <summary>The kept settings, if they are of this model.</summary>
    public KeptSettings? KeptFor(string? model) => Kept?.Model == model ? Kept : null;

    public void PickSize(string? size)
    {
        Size = size ?? "";
        Changed?.Invoke(DraftChange.Settings);
    }

    public void PickFrames(string? frames)
    {
        Frames = frames ?? "";
        Changed?.Invoke(DraftChange.Settings);
    }

    /// <summary>Writes the prompt in the visitor's place.</summary>
    public void WritePrompt(string prompt)
    {
        Prompt = prompt;
        Changed?.Invoke(DraftChange.Prompt);
    }

    public DraftSource? SourceOf(SourceKind kind) => _sources.GetValueOrDefault(kind);

    /// <summary>The name of a file that is being sent and will take the place of the one before; null: none is.</summary>
    public string? ArrivingOf(SourceKind kind) => _arriving.GetValueOrDefault(kind);

    public void SetArriving(SourceKind kind, string? name)
    {
        if (name is null)
            _arriving.Remove(kind);
        else
            _arriving[kind] = name;
    }

    /// <param name="kind">Which tab it is for.</param>
    /// <param name="source">null: none any more.</param>
    public void SetSource(SourceKind kind, DraftSource? source)
    {
        if (source is null)
            _sources.Remove(kind);
        else
            _sources[kind] = _crops.Remove(kind, out var crop) ? source with { Crop = crop } : source;
        Changed?.Invoke(DraftChange.Source);
    }

    /// <summary>Takes another part of the picture or video.</summary>
    public void SetCrop(SourceKind kind, Crop crop)
    {
        if (SourceOf(kind) is not { } source)
            return;
        source.Crop = crop;
        Changed?.Invoke(DraftChange.Source);
    }

    /// <summary>
    /// Takes the steps, guidance and scheduler that a model's makers recommend, where neither the visitor nor what the form was
    /// filled from says otherwise.
    /// </summary>
    public void TakePreset(string model, ModelPreset preset)
    {
        var usual = Usual(options, preset.Steps, preset.Guidance);
        if (KeptFor(model) is null)
        {
            Steps = Steps == _usual.Steps ? usual.Steps : Steps;
            Guidance = Guidance == _usual.Guidance ? usual.Guidance : Guidance;
        }

        _usual = usual;
        if (Scheduler == SchedulerText(preset.Scheduler))
            Scheduler = "";
    }

    /// <summary>
    /// Leaves size and length to the model where they are its own, and where it has others than those that were picked, unless
    /// they came with a video of its own.
    /// </summary>
    public void TakeShapes(string model, VideoShapes shapes)
    {
        bool isOfModel = KeptFor(model) is not null;
        Size = Left(Size, shapes.Sizes.Select(size => SizeText(size.Width, size.Height)));
        Frames = Left(Frames, shapes.Frames.Select(frames => NumberText.Of(frames)));

        string Left(string picked, IEnumerable<string> offered) =>
            picked == offered.First() || !(isOfModel || offered.Contains(picked)) ? "" : picked;
    }

    /// <summary>Brings back the settings that the page starts with.</summary>
    public void ResetSettings()
    {
        NegativePrompt = "";
        (Steps, Guidance) = _usual;
        (Scheduler, Size, Frames, Count, IsFaster) = ("", "", "", One, false);
        TakeLoras([]);
        (Kept, Computed, NotTaken) = (null, null, []);
        _models.Clear();
        Changed?.Invoke(DraftChange.Settings);
    }

    /// <summary>Leaves the choice of a model to the page, quietly: nothing that is shown changes by it.</summary>
    internal void SetModel(ModelTask task, string? model)
    {
        if (string.IsNullOrEmpty(model))
            _models.Remove(task);
        else
            _models[task] = model;
    }

    /// <summary>A size as fields hold it: "96x64".</summary>
    public static string SizeText(int width, int height) =>
        string.Create(CultureInfo.InvariantCulture, $"{width}x{height}");

    private void TakeLoras(IReadOnlyList<LoraFile> loras)
    {
        foreach (var (index, place) in Loras.Index())
            (place.Name, place.Scale) = loras.ElementAtOrDefault(index) is { } lora
                ? (lora.Path, NumberText.Of(lora.Scale))
                : ("", DraftLora.UsualScale);
    }

    // The server's own number of steps comes first.
    private static (string Steps, string Guidance) Usual(StudioOptions options, int steps, double guidance) =>
        (NumberText.Of(options.Steps ?? steps), NumberText.Of(guidance));
}
