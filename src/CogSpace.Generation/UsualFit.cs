using System.Collections.Concurrent;
using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>
/// How the video that an installed model was made for fits into memory, by the sums that a request is held against. A model's
/// files are looked at once.
/// </summary>
/// <param name="options">Where and how it would be made.</param>
public sealed class UsualFit(PipelineOptions options)
{
    private readonly ConcurrentDictionary<(string Folder, long Bytes), MemoryEstimator> _estimators = new();

    /// <param name="model">Which.</param>
    /// <param name="free">Bytes that are free; null: everything fits.</param>
    /// <returns>The way that would be taken; null: none fits.</returns>
    /// <exception cref="CogSpaceException">A file of the model is damaged, or there is no such device.</exception>
    public MemoryChoice? Of(ModelDescription model, long? free)
    {
        var estimator = _estimators.GetOrAdd((model.Folder, model.Bytes), _ => MemoryEstimator.Load(model.Folder, options));
        return new MemoryPreflight(estimator, options).Find(estimator.Usual, free);
    }
}
