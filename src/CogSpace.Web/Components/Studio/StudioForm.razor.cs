using System.Diagnostics;
using CogSpace.Generation;
using CogSpace.Pipeline;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CogSpace.Web.Components.Studio;

/// <summary>The form: a prompt, perhaps a picture or a video, and the settings become a job. All tabs share it.</summary>
/// <remarks>It takes no input until the circuit listens, since what is typed before would be lost.</remarks>
public sealed partial class StudioForm : IAsyncDisposable
{
    // What is sent again sooner is the second half of a double click.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private static readonly SourceKind[] Kinds = Enum.GetValues<SourceKind>();

    private ElementReference _form;
    private IJSObjectReference? _script;
    private bool _isReady;
    private bool _isSending;
    private FormProblem? _problem;
    private StudioTab? _tab;                        // that all this is about
    private int _fillings;
    private TabModel _model = new([], null, null, null, null);
    private (StudioTab Tab, string? Model, DraftSource? Source)? _fitted;
    private SourceFit? _fit;                        // what the model makes of it
    private readonly TokenCount _promptTokens = new();
    private readonly TokenCount _negativeTokens = new();
    private (GenerationRequest Request, string Seed, string Model)? _sent;
    private long _sentAt;
    private (StudioTab, string? Image, string? Video) _remembered = (StudioTab.Prompt, null, null);

    [Parameter, EditorRequired]
    public required StudioDraft Draft { get; set; }

    /// <summary>What the video is made from.</summary>
    [Parameter, EditorRequired]
    public required StudioTab Tab { get; set; }

    /// <summary>A job was accepted.</summary>
    [Parameter]
    public EventCallback<GenerationJob> Submitted { get; set; }

    /// <summary>The form belongs to another tab: a reload brought it back, or settings came that are for it.</summary>
    [Parameter]
    public EventCallback<StudioTab> TabChanged { get; set; }

    [Inject]
    private JobBoard Board { get; init; } = null!;

    [Inject]
    private DraftSources Sources { get; init; } = null!;

    [Inject]
    private OwnerContext Owner { get; init; } = null!;

    [Inject]
    private ModelMenu Models { get; init; } = null!;

    [Inject]
    private ModelLabels Labels { get; init; } = null!;

    [Inject]
    private IJSRuntime Script { get; init; } = null!;

    public async ValueTask DisposeAsync()
    {
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

    protected override void OnParametersSet()
    {
        if (_tab != Tab || _fillings != Draft.Fillings)
        {
            (_tab, _fillings, _problem) = (Tab, Draft.Fillings, null);
            TakeModel();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            await RememberAsync();
            return;
        }

        _script = await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Studio/StudioForm.razor.js");
        await RestoreAsync(await _script.InvokeAsync<KeptDraft>("attach", _form));
        _isReady = true;
        StateHasChanged();
    }

    // What the browser kept through a reload; ids may have expired by now, or be somebody's invention.
    private async Task RestoreAsync(KeptDraft kept)
    {
        if (Draft.Prompt.Length == 0 && kept.Prompt is { Length: <= StudioDraft.MaxLength } prompt)
            Draft.Prompt = prompt;
        foreach (var (kind, id) in new[] { (SourceKind.Image, kept.Image), (SourceKind.Video, kept.Video) })
        {
            if (id is not null && Draft.SourceOf(kind) is null && Sources.Find(id) is { } source && source.Info.Kind == kind)
                Draft.SetSource(kind, source);
        }

        FitSource();
        if (Enum.TryParse<StudioTab>(kept.Tab, out var tab) && Enum.IsDefined(tab) && tab != Tab)
            await TabChanged.InvokeAsync(tab);
    }

    private async Task RememberAsync()
    {
        var now = (Tab, Draft.Image?.Id, Draft.Video?.Id);
        if (!_isReady || _script is null || now == _remembered)
            return;
        _remembered = now;
        await _script.InvokeVoidAsync("remember", $"{Tab}", Draft.Image?.Id, Draft.Video?.Id);
    }

    // What the page wrote survives a reload as well as what the visitor did.
    private async Task KeepPromptAsync()
    {
        if (_script is not null)
            await _script.InvokeVoidAsync("keepPrompt", Draft.Prompt);
    }

    private async Task SubmitAsync()
    {
        if (_isSending)
            return;
        var tab = Tab;
        (_isSending, _problem) = (true, null);
        try
        {
            string model = _model.Name ?? Models.DefaultFor(tab.Task()).Name;
            var scheduler = Models.Find(model).Preset.Scheduler;
            var request = Draft.ToRequest(tab) with
            {
                Scheduler = scheduler,
                StepCache = Draft.StepCacheOf(scheduler),
            };
            var sent = (request with { Seed = 0 }, Draft.Seed, model); // a random seed is another each time
            if (sent == _sent && Stopwatch.GetElapsedTime(_sentAt) < Again)
                return;
            var job = await Board.SubmitAsync(Owner.Owner, request, model, CancellationToken.None);
            (_sent, _sentAt) = (sent, Stopwatch.GetTimestamp());
            await Submitted.InvokeAsync(job);
            if (_script is not null)
                await _script.InvokeVoidAsync("accepted");
        }
        catch (SourceGoneException e) when (tab.Source() is { } kind)
        {
            Draft.SetSource(kind, null);
            FitSource();
            _problem = new FormProblem(e.Message, IsOfSource: true);
        }
        catch (CogSpaceException e)
        {
            _problem = new FormProblem(e.Message);
        }
        finally
        {
            _isSending = false;
        }
    }

    private void PickModel(string? model)
    {
        Draft.PickModel(Tab.Task(), model);
        TakeModel();
    }

    private void ResetSettings()
    {
        Draft.ResetSettings();
        TakeModel();
    }

    private void SourceChanged()
    {
        _problem = null;
        FitSource();
    }

    private async Task UseRecipeAsync(Recipe recipe)
    {
        var tab = Draft.Fill(recipe);
        if (tab != Tab)
            await TabChanged.InvokeAsync(tab);
        else
            OnParametersSet();
    }

    private void Refuse(string? sentence) => _problem = sentence is null ? null : new FormProblem(sentence, IsOfSource: true);

    // The page is rendered at every step of a job, so what lies on disk is looked at here and not there.
    private void TakeModel()
    {
        _model = TabModel.Of(Models, Labels, Tab, Draft);
        if (_model.Opened is { } model)
            Draft.TakePreset(model.Preset);
        if (_model.Problem is { } sentence)
            _problem = new FormProblem(sentence, IsOfSource: true);
        FitSource();
    }

    private void FitSource()
    {
        var source = Tab.Source() is { } kind ? Draft.SourceOf(kind) : null;
        if (_fitted == (Tab, _model.Name, source))
            return;
        _fitted = (Tab, _model.Name, source);
        _fit = _model.Name is null ? null : SourceFit.Of(Models, _model.Name, Tab, source?.Info);
    }

    private int Tokens(Model model) => _promptTokens.Of(Draft.Prompt.Trim(), model);

    // What the model will not read, a sentence each.
    private IEnumerable<string> Cuts(Model model)
    {
        if (Tokens(model) > model.TokenLimit)
            yield return $"The model reads {model.TokenLimit} tokens: the end of the prompt will be cut.";
        if (_negativeTokens.Of(Draft.NegativePrompt.Trim(), model) > model.TokenLimit)
            yield return $"The model reads {model.TokenLimit} tokens: the end of the negative prompt will be cut.";
    }

    /// <summary>As the script keeps it.</summary>
    private sealed record KeptDraft(string? Prompt = null, string? Tab = null, string? Image = null, string? Video = null);
}
