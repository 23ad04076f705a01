using CogSpace.Web.Components.Studio;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;

namespace CogSpace.Web.Components.Layout;

/// <summary>Says whether the model can be asked yet.</summary>
public sealed partial class ModelState(ModelReadiness readiness, ModelFetch fetch, ModelMenu models) : IDisposable
{
    private string? _name;
    private IDisposable? _subscription;
    private IDisposable? _fetches;

    private string Look =>
        fetch.Problem is not null ? "failed"
        : fetch.Progress is not null ? "loading"
        : readiness.State.ToString().ToLowerInvariant();

    private string Words =>
        fetch.Problem is { } problem ? Sentences.Say(problem)
        : fetch.Progress is { } progress ? Text["Fetching", progress]
        : readiness.State switch
        {
            ModelReadinessState.Ready => _name is null ? Text["ModelReady"] : Text["Ready", _name],
            ModelReadinessState.Failed => Sentences.Say(readiness.Problem ?? ""),
            _ => _name is null ? Text["LoadingModel"] : Text["Loading", _name],
        };

    public void Dispose()
    {
        _subscription?.Dispose();
        _fetches?.Dispose();
    }

    protected override void OnInitialized()
    {
        TakeName();

        // Raised on the worker's thread: hop to this circuit before rendering.
        var news = new Pulse(() => InvokeAsync(Show), DispatchExceptionAsync);
        _subscription = readiness.OnChange(news.Raise);
        _fetches = fetch.OnChange(news.Raise);
    }

    private void Show()
    {
        if (_name is null && !fetch.AwaitsDefault)
            TakeName();
        StateHasChanged();
    }

    private void TakeName()
    {
        try
        {
            _name = models.Default.Name;
        }
        catch (CogSpaceException)
        {
            // Readiness tells the problem.
        }
    }
}
