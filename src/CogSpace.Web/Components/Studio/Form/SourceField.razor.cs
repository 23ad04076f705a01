using CogSpace.Web.Examples;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>Where a picture or video is chosen, dropped or pasted, and what became of it.</summary>
/// <remarks>
/// The file itself goes to the server beside the circuit; what comes here is its id, and the store says whose it is.
/// </remarks>
public sealed partial class SourceField : IAsyncDisposable
{
    private ElementReference _root;
    private FileSender<SourceField>? _files;

    [Parameter, EditorRequired]
    public required SourceKind Kind { get; set; }

    [Parameter, EditorRequired]
    public required StudioDraft Draft { get; set; }

    /// <summary>Whether its tab is looked at; what is being sent goes on without.</summary>
    [Parameter]
    public bool IsShown { get; set; }

    /// <summary>What the model makes of the source; null while that is not known.</summary>
    [Parameter]
    public SourceFit? Fit { get; set; }

    [Parameter]
    public ModelGuide? Guide { get; set; }

    /// <summary>What is wrong with the form, perhaps that nothing is chosen here.</summary>
    [Parameter]
    public FormProblem? Problem { get; set; }

    /// <summary>A file was not taken, and why; null: the last such sentence does not count any more.</summary>
    [Parameter]
    public EventCallback<string?> Refused { get; set; }

    [Inject]
    private DraftSources Sources { get; init; } = null!;

    [Inject]
    private IOptions<UploadOptions> Options { get; init; } = null!;

    [Inject]
    private IStringLocalizer<FilesText> FileTexts { get; init; } = null!;

    [Inject]
    private IJSRuntime Script { get; init; } = null!;

    private DraftSource? Source => Draft.SourceOf(Kind);

    // The name of what is being sent.
    private string? Arriving
    {
        get => Draft.ArrivingOf(Kind);
        set => Draft.SetArriving(Kind, value);
    }

    private string Name => Kind == SourceKind.Image ? "image" : "video";

    private string InputId => $"{Name}-input";

    private string Label => Text[Kind == SourceKind.Image ? "ChoosePicture" : "ChooseVideo"];

    private string Accept => Kind == SourceKind.Image
        ? "image/png,image/jpeg,image/webp,image/gif,image/bmp"
        : "video/mp4,video/quicktime,video/webm,image/gif,image/webp,.mkv,.avi,.mov";

    private string Limits => Kind == SourceKind.Image
        ? Text["LimitsImage", Options.Value.ImageMegabytes]
        : Text["LimitsVideo", Options.Value.VideoMegabytes];

    /// <summary>The browser begins to send a file.</summary>
    [JSInvokable]
    public Task BegunAsync(string name)
    {
        Arriving = FileSender<SourceField>.Shorten(name);
        StateHasChanged();
        return Refused.InvokeAsync(null);
    }

    /// <summary>The server has taken it.</summary>
    [JSInvokable]
    public Task ArrivedAsync(string id)
    {
        if (Sources.Find(id) is not { } source || source.Info.Kind != Kind)
            return RefusedAsync(new Jobs.SourceGoneException().Message);
        Arriving = null;
        Draft.SetSource(Kind, source);
        return Task.CompletedTask;
    }

    /// <summary>The server, or the browser, has not.</summary>
    [JSInvokable]
    public Task RefusedAsync(string sentence)
    {
        Arriving = null;
        StateHasChanged();
        return Refused.InvokeAsync(sentence);
    }

    public ValueTask DisposeAsync() => _files?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _files = new FileSender<SourceField>(Script, this, FileTexts, Sentences, "./Components/Studio/Form/SourceField.razor.js");
        await _files.AttachAsync(_root, $"{UploadEndpoints.Address}?kind={Name}", Kind, Options.Value);
        StateHasChanged();
    }

    private string Facts(DraftSource source)
    {
        string size = $"{source.Info.Width} × {source.Info.Height}";
        return Fit is null ? Text["FactsSize", size]
            : Part(source, Fit) is var part && part == size ? Text["FactsAll", size]
            : Text["FactsPart", part, size];
    }

    private static string Part(DraftSource source, SourceFit fit)
    {
        var box = source.Crop.Of(source.Info.Width, source.Info.Height, fit.Made.Width, fit.Made.Height);
        return $"{Math.Round(box.Width)} × {Math.Round(box.Height)}";
    }

    private async Task TryAsync(ModelGuide guide, ExampleSource example)
    {
        Draft.Seed = NumberText.Of(example.Seed);
        if (_files is { IsReady: true })
            Arriving = example.File;       // from now on: a video that is asked for at once waits for it
        Draft.WritePrompt(example.Prompt);
        if (_files is not null)
            await _files.InvokeAsync("take", guide.AddressOf(example.File), example.File);
    }

    private async Task CancelAsync()
    {
        Arriving = null;
        await Refused.InvokeAsync(null);
        if (_files is not null)
            await _files.InvokeAsync("stop");
    }

    private void Remove() => Draft.SetSource(Kind, null);
}
