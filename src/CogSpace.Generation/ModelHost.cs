using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>Keeps one model loaded: asking for another frees it first.</summary>
public sealed class ModelHost(PipelineOptions options) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private CogVideoXPipeline? _pipeline;
    private string? _folder;

    /// <summary>The model, loaded by now. Only one caller may use it at a time.</summary>
    /// <param name="model">Which.</param>
    /// <param name="loading">Told when it has to be loaded, which takes a while.</param>
    /// <param name="cancel">Given up between networks.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public async Task<CogVideoXPipeline> LoadAsync(ModelDescription model, Action? loading = null, CancellationToken cancel = default)
    {
        await _oneAtATime.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_pipeline is not null && _folder == model.Folder)
                return _pipeline;
            loading?.Invoke();
            Unload();
            _pipeline = await Task.Run(() => CogVideoXPipeline.Load(model.Folder, options, cancel), cancel).ConfigureAwait(false);
            _folder = model.Folder;
            return _pipeline;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose()
    {
        Unload();
        _oneAtATime.Dispose();
    }

    private void Unload()
    {
        _pipeline?.Dispose();
        (_pipeline, _folder) = (null, null);
    }
}
