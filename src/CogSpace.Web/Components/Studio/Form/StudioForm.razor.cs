using CogSpace.Generation;
using CogSpace.Web.Estimates;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.Components;
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
    private TabModel _model = new([], null, null, null, null);
    private SourceFit? _fit;                        // what the model makes of the tab
    private string? _kept;                          // settings that have no field, in words
    private IReadOnlyList<string> _notTaken = [];       // what could not be taken into the form
    private DraftChange? _unsaved;                  // what the browser has yet to keep through a reload

    [Parameter, EditorRequired]
    public required StudioDraft Draft { get; set; }

    /// <summary>A job was accepted.</summary>
    [Parameter]
    public EventCallback<GenerationJob> Submitted { get; set; }

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
    private ServerComputation Server { get; init; } = null!;

    [Inject]
    private StageSpeeds Speeds { get; init; } = null!;

    [Inject]
    private PostProcessingMenu Menu { get; init; } = null!;

    [Inject]
    private IJSRuntime Script { get; init; } = null!;

    private bool IsWaiting =>
        _awaited is { } kind && Draft.Tab.Source() == kind && Draft.ArrivingOf(kind) is not null;

    private string? Wait =>
        !IsWaiting ? null
        : $"Your video is asked for as soon as your {(_awaited == SourceKind.Image ? "picture" : "video")} has arrived.";

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

    private async Task SubmitAsync()
    {
        if (_isSending)
            return;
        var tab = Draft.Tab;
        if (tab.Source() is { } arriving && Draft.ArrivingOf(arriving) is not null)
        {
            (_problem, _awaited) = (null, arriving);
            return;
        }

        (_isSending, _problem, _awaited) = (true, null, null);
        try
        {
            string model = _model.Name ?? Models.DefaultFor(tab.Task()).Name;
            var scheduler = Models.Find(model).Preset.Scheduler;
            var request = Draft.ToRequest(model, scheduler);
            string seed = Draft.Seed;
            if (_click.Repeats(request, seed, model))
                return;
            var job = await Board.SubmitAsync(Owner.Visitor, request, model, CancellationToken.None);
            _click.Accepted(request, seed, model);
            _notTaken = [];
            await Submitted.InvokeAsync(job);
            if (_script is not null)
                await _script.InvokeVoidAsync("accepted");
        }
        catch (SourceGoneException e) when (tab.Source() is { } kind)
        {
            Draft.SetSource(kind, null);
            _problem = new FormProblem(e.Message, IsOfSource: true);
        }
        catch (InvalidRequestException e)
        {
            _problem = FormProblem.Of(e, tab);
            _faulty = ValueAtFault();
        }
        catch (CogSpaceException e)
        {
            _problem = new FormProblem(e.Message);
        }
        finally
        {
            _isSending = false;
        }

        if (_problem is { Field: { } field } && _script is not null)
        {
            StateHasChanged();       // so that the field is marked when it gets the focus
            await _script.InvokeVoidAsync("focusField", field);
        }
    }

    // The picture or video that was waited for is there.
    private async Task SubmitAwaitedAsync()
    {
        try
        {
            await SubmitAsync();
            StateHasChanged();
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
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
        _model = TabModel.Of(Models, Catalog, Labels, Draft.Tab, Draft);
        if (_model.Opened is { } model)
            Draft.TakePreset(model.Name, model.Preset);
        if (_model.Problem is { } sentence)
            _problem = new FormProblem(sentence, IsOfSource: true);
        FitSource();
    }

    private void FitSource()
    {
        (_fit, _kept) = (null, null);
        if (_model.Opened is not { } model)
            return;
        var source = Draft.Tab.Source() is { } kind ? Draft.SourceOf(kind)?.Info : null;
        var kept = Draft.KeptFor(model.Name);
        _fit = SourceFit.Of(Catalog, model, Draft.Tab, source, kept);
        _kept = kept?.Describe(model.Preset.Scheduler, SourceFit.Of(Catalog, model, Draft.Tab, source)?.Made);
    }
}
