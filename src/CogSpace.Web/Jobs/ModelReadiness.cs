namespace CogSpace.Web.Jobs;

/// <summary>How far the model is that the server starts with.</summary>
public enum ModelReadinessState
{
    Loading,
    Ready,
    Failed,
}

/// <summary>Whether the model is loaded. The page is served meanwhile and shows it.</summary>
public sealed class ModelReadiness(ILogger<ModelReadiness> log)
{
    private readonly ChangeSignal<ModelReadiness> _changes = new(log);
    private volatile Snapshot _now = new(ModelReadinessState.Loading, null);

    public ModelReadinessState State => _now.State;

    /// <summary>Why it failed, a sentence for the visitor; null unless it did.</summary>
    public string? Problem => _now.Problem;

    /// <param name="changed">Called after every change, on any thread.</param>
    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable OnChange(Action changed) => _changes.Subscribe(_ => changed());

    internal void MarkReady() => Become(new Snapshot(ModelReadinessState.Ready, null));

    internal void MarkFailed(string problem) => Become(new Snapshot(ModelReadinessState.Failed, problem));

    private void Become(Snapshot next)
    {
        if (next == _now)
            return;
        _now = next;
        _changes.Raise(this);
    }

    private sealed record Snapshot(ModelReadinessState State, string? Problem);
}
