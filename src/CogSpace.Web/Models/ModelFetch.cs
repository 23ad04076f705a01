using CogSpace.Generation.Hub;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Models;

/// <summary>What the server is fetching, for the page and for the model that the server starts with.</summary>
public sealed class ModelFetch(ILogger<ModelFetch> log)
{
    private readonly ChangeSignal<ModelFetch> _changes = new(log);
    private readonly TaskCompletionSource _defaultIsThere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile PullProgress? _progress;
    private volatile string? _problem;

    /// <summary>"zai-org/CogVideoX-2b: 1.2 MB of 13.8 GB, ..."; null: nothing is being fetched.</summary>
    public string? Progress => _progress is { } progress ? progress.Text : null;

    /// <summary>Why the last attempt failed, a sentence; null: it did not.</summary>
    public string? Problem => _problem;

    /// <summary>Whether the model that the server starts with has yet to come.</summary>
    public bool AwaitsDefault => !_defaultIsThere.Task.IsCompleted;

    /// <summary>Ends when the model that the server starts with is there, or is none that has to be fetched.</summary>
    public Task DefaultIsThereAsync(CancellationToken cancel) => _defaultIsThere.Task.WaitAsync(cancel);

    /// <param name="changed">Called after every change, on any thread.</param>
    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable OnChange(Action changed) => _changes.Subscribe(_ => changed());

    internal void MarkDefaultThere()
    {
        _defaultIsThere.TrySetResult();
        _changes.Raise(this);
    }

    internal void Become(PullProgress? progress, string? problem)
    {
        (_progress, _problem) = (progress, problem);
        _changes.Raise(this);
    }
}
