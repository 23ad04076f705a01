using CogSpace.Generation;
using CogSpace.Web.Estimates;
using CogSpace.Web.Examples;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>The form: a prompt, perhaps a picture or a video, and the settings become a job. All tabs share it.</summary>
/// <remarks>It takes no input until the circuit listens, since what is typed before would be lost.</remarks>
public sealed partial class StudioForm : IAsyncDisposable
{
    private static readonly SourceKind[] Kinds = Enum.GetValues<SourceKind>();

    private readonly DoubleClick _click = new();
    private readonly TokenCount _promptTokens = new();
    private readonly TokenCount _negativeTokens = new();
    private ElementReference _form;
    private IJSObjectReference? _script;
    private bool _isReady;
    private bool _isSending;
    private FormProblem? _problem;
    private string? _faulty;                        // what stood in the field at fault
    private SourceKind? _awaited;                   // the video is asked for when this has arrived
    private TabModel _model = new([], null, null, null, null, null);
    private ModelGuide? _guide;                     // what the page was told last
    private SourceFit? _fit;                        // what the model makes of the tab
    private string? _kept;                          // settings that have no field, in words
    private IReadOnlyList<string> _notTaken = [];       // what could not be taken into the form
    private DraftChange? _unsaved;                  // what the browser has yet to keep through a reload

    [Parameter, EditorRequired]
    public required StudioDraft Draft { get; set; }

    /// <summary>The tab asks another model than before.</summary>
    [Parameter]
    public EventCallback<ModelGuide?> Guided { get; set; }

    /// <summary>A job was accepted.</summary>
    [Parameter]
    public EventCallback<GenerationJob> Submitted { get; set; }

    /// <summary>The seed of the video that is looked at; null: there is none.</summary>
    [Parameter]
    public ulong? LastSeed { get; set; }

    [Inject]
    private JobBoard Board { get; init; } = null!;

    [Inject]
    private DraftSources Sources { get; init; } = null!;

    [Inject]
    private OwnerContext Owner { get; init; } = null!;

    [Inject]
    private ModelMenu Models { get; init; } = null!;

    [Inject]
    private ModelCatalog Catalog { get; init; } = null!;

    [Inject]
    private ModelLabels Labels { get; init; } = null!;

    [Inject]
    private ModelGuides Guides { get; init; } = null!;

    [Inject]
    private ServerComputation Server { get; init; } = null!;

    [Inject]
    private StageSpeeds Speeds { get; init; } = null!;

    [Inject]
    private PostProcessingMenu Menu { get; init; } = null!;

    [Inject]
    private IOptions<FairShareOptions> Shares { get; init; } = null!;

    [Inject]
    private IJSRuntime Script { get; init; } = null!;

    private bool IsWaiting =>
        _awaited is { } kind && Draft.Tab.Source() == kind && Draft.ArrivingOf(kind) is not null;

    private string? Wait =>
        !IsWaiting ? null
        : Text[_awaited == SourceKind.Image ? "AwaitsPicture" : "AwaitsVideo"].Value;

    private string PromptExample => _model.Guide switch
    {
        { Source.Prompt: { } prompt } => prompt,
        { Prompts: [var first, ..] } => first,
        _ => Text["PromptExample"],
    };

    private SchedulerKind Recommended => _model.Opened?.Preset.Scheduler ?? SchedulerKind.Dpm;

    public async ValueTask DisposeAsync()
    {
        Draft.Changed -= Look;
        try
        {
            if (_script is not null)
                await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone, and the script with it.
        }
    }

    protected override void OnInitialized()
    {
        Draft.Changed += Look;
        TakeModel();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Studio/Form/StudioForm.razor.js");
            Restore(await _script.InvokeAsync<KeptDraft>("attach", _form));
            _isReady = true;
            StateHasChanged();
        }
        else if (_isReady && _script is not null && _unsaved is { } change)
        {
            _unsaved = null;
            if (change is not (DraftChange.Tab or DraftChange.Source))
                await _script.InvokeVoidAsync("keepFields", Draft.ToFields());
            if (change != DraftChange.Prompt)
                await _script.InvokeVoidAsync("remember", Draft.ToKept());
        }
    }

    // What the browser kept through a reload; ids may have expired by now, or be somebody's invention.
    private void Restore(KeptDraft kept)
    {
        Draft.Take(kept, Sources.Find);
        TakeModel();
    }

    private void Refuse(string? sentence)
    {
        _problem = sentence is null ? null : new FormProblem(sentence, IsOfSource: true);
        if (!IsWaiting)
            _awaited = null;       // it will not come
    }

    // The visitor has written something. A field that was at fault is not any more as soon as it is another.
    private void Touch()
    {
        if (_problem is { Field: not null, IsOfSource: false } && ValueAtFault() != _faulty)
            _problem = null;
    }

    private string? ValueAtFault() => _problem?.Field is { } field ? Draft.ToFields().GetValueOrDefault(field) : null;

    private void Look(DraftChange change)
    {
        _unsaved = _unsaved is null || _unsaved == change ? change : DraftChange.Filled;      // which is all of it
        if (change is not (DraftChange.Prompt or DraftChange.Settings))
            _problem = null;
        Touch();
        if (change == DraftChange.Source)
            FitSource();
        else if (change != DraftChange.Prompt)
            TakeModel();
        if (change == DraftChange.Filled)
        {
            _notTaken = [.. Draft.NotTaken, .. Differences()];
            if (Draft.Kept is { } kept && _model.Name is { } name && kept.Model != name)
                Draft.SetModel(Draft.Tab.Task(), null);      // it is not offered here
        }
        else if (change == DraftChange.Settings && Draft.NotTaken.Count == 0)
        {
            _notTaken = [];
        }

        StateHasChanged();
        if (_awaited is not { } kind || IsWaiting)
            return;
        _awaited = null;
        if (Draft.Tab.Source() == kind && Draft.SourceOf(kind) is not null)
            _ = SubmitAwaitedAsync();
    }

    // The page is rendered at every step of a job, so what lies on disk is looked at here and not there.
    private void TakeModel()
    {
        _model = TabModel.Of(Models, Catalog, Labels, Guides, Draft.Tab, Draft);
        if (_model is { Opened: { } model, Shapes: { } shapes })
        {
            Draft.TakePreset(model.Name, model.Preset);
            Draft.TakeShapes(model.Name, shapes);
        }

        if (_model.Problem is { } sentence)
            _problem = new FormProblem(sentence, IsOfSource: true);
        FitSource();
        if (_model.Guide != _guide)
        {
            _guide = _model.Guide;
            _ = Guided.InvokeAsync(_guide);
        }
    }

    private void FitSource()
    {
        (_fit, _kept) = (null, null);
        if (_model.Opened is not { } model)
            return;
        var source = Draft.Tab.Source() is { } kind ? Draft.SourceOf(kind)?.Info : null;
        try
        {
            _fit = SourceFit.Of(
                Catalog, model, Draft.Tab, source, Draft.ParseSize(), PlainNumber.Whole(Draft.Frames));
        }
        catch (InvalidRequestException)
        {
            // Asking for it says what is wrong with the size.
        }

        _kept = Draft.KeptFor(model.Name)?.Describe(Draft.ChosenScheduler ?? model.Preset.Scheduler);
    }
}
