using CogSpace.Web.Components.Studio.Form;
using CogSpace.Web.Examples;
using CogSpace.Web.Jobs;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Components.Studio;

/// <summary>The one page: a form, the job that is looked at, the visitor's other jobs and examples.</summary>
/// <remarks>It owns nothing that outlives the tab. Jobs are read from the board, so any tab shows the truth.</remarks>
public sealed partial class StudioPage(
    JobBoard board, OwnerContext owner, NavigationManager navigation, IOptions<StudioOptions> options) : IDisposable
{
    private readonly StudioDraft _draft = new(options.Value);
    private IReadOnlyList<GenerationJob> _jobs = [];
    private GenerationJob? _shown;
    private ModelGuide? _guide;
    private readonly Dictionary<string, JobState> _states = [];       // as they were last seen
    private ElementReference _heading;
    private ElementReference _result;
    private GenerationJob? _made;       // gets the focus when it is shown: the button that asked for it is gone
    private string? _news;
    private bool _hasLooked;       // what is there at first is not news
    private bool _isMissing;
    private IDisposable? _subscription;

    /// <summary>The job of the address; null: the one that the visitor most likely waits for.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>The request that the page is first rendered for; null on the circuit.</summary>
    [CascadingParameter]
    public HttpContext? Http { get; set; }

    private string Title => _shown?.Status switch
    {
        { State: JobState.Queued } => Text["TitleWaiting"],
        { State: JobState.Running, Progress: not null, Percent: var percent } => Text["TitlePercent", percent],
        { State: JobState.Finished } => Text["TitleDone"],
        _ => "CogSpace",
    };

    public void Dispose()
    {
        _subscription?.Dispose();
        _subscription = null;
    }

    protected override void OnInitialized()
    {
        // Raised on the worker's thread: hop to this circuit before rendering.
        var news = new Pulse(() => InvokeAsync(() =>
        {
            if (_subscription is null)
                return;
            Refresh();
            StateHasChanged();
        }), DispatchExceptionAsync);
        _subscription = board.OnChange(owner.Owner, news.Raise);
        _draft.Changed += _ => StateHasChanged();      // the tab is shown here, too
    }

    protected override void OnParametersSet()
    {
        Refresh();
        if (_isMissing && Http is { Response.HasStarted: false })
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_made is null || _made != _shown)
            return;
        _made = null;
        await _result.FocusAsync(preventScroll: true);
    }

    private void Refresh()
    {
        _jobs = board.Of(owner.Owner);
        foreach (var job in _jobs)
            Announce(job);
        _hasLooked = true;
        _shown = Id is null ? MostWanted() : board.Find(owner.Owner, Id);
        _isMissing = Id is not null && _shown is null;
    }

    // What is looked at stays until something else runs: how it ended is worth reading too.
    private GenerationJob? MostWanted() =>
        _shown is { Status.IsOver: false } && _jobs.Contains(_shown) ? _shown
        : _jobs.LastOrDefault(job => !job.Status.IsOver)
        ?? _jobs.FirstOrDefault(job => job == _shown)
        ?? _jobs.FirstOrDefault(job => job.Status.State == JobState.Finished);

    private void Show(GenerationJob job) => navigation.NavigateTo($"job/{job.Id}");

    private void ShowMade(GenerationJob job)
    {
        _made = job;
        Show(job);
    }

    private ulong? LastSeed => _shown is { Model: not null } job ? job.Request.Seed : null;

    private void Reuse(GenerationJob job)
    {
        if (job.Model is { } model)
            _draft.Fill(job.Request, model, DraftSources.Of(job), job.Status.Recipe?.Computed);
        else if (DraftSources.Of(job) is { } video)
            _draft.PostProcess(video, job.Request.PostProcessing);
    }

    private void Restyle(Upload upload, GenerationJob job) => _draft.Restyle(DraftSources.Of(upload), job.Request.Prompt);

    private void Reuse(ExampleClip clip)
    {
        if (_guide is { Preset: { } preset, Model: var model })
            _draft.Fill(clip.ToRequest(preset), model);
    }

    // What ends while the page is open is told to those who listen.
    private void Announce(GenerationJob job)
    {
        var status = job.Status;
        bool isKnown = _states.TryGetValue(job.Id, out var before);
        _states[job.Id] = status.State;
        if (status.IsOver && (isKnown ? before != status.State : _hasLooked))
            _news = status.State switch
            {
                JobState.Finished => Text["NewsFinished", Text.TitleOf(job)],
                JobState.Cancelled => Text["NewsCancelled", Text.TitleOf(job)],
                _ => Text["NewsFailed", Sentences.Say(status.Error ?? "")],
            };
    }

    private async Task DeleteAllAsync()
    {
        if (Id is not null)
            navigation.NavigateTo("");
        foreach (var job in _jobs)
            board.Delete(owner.Owner, job.Id);
        _states.Clear();
        _news = Text["NewsAllDeleted"];
        await _heading.FocusAsync();
    }

    private async Task DeleteAsync(GenerationJob job)
    {
        if (job.Id == Id)
            navigation.NavigateTo("");
        board.Delete(owner.Owner, job.Id);
        _states.Remove(job.Id);
        _news = Text["NewsDeleted"];
        if (_jobs is [] or [_])
            await _heading.FocusAsync();       // the list goes with its last video
    }
}
