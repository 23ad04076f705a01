using System.Collections.Concurrent;
using CogSpace.Generation;
using CogSpace.Pipeline;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Models;

/// <summary>Says of a model what a visitor should know before picking it: how large it is, and whether this machine has the memory for it.</summary>
public sealed class ModelLabels(IOptions<ModelsOptions> options)
{
    private readonly Lazy<ComputeSummary> _place = new(() => ComputeSummary.Of(new PipelineOptions { Device = options.Value.Device, Type = options.Value.Type }));
    private readonly ConcurrentDictionary<(string Folder, long Bytes), long> _needs = new();

    public IReadOnlyList<ModelChoice> Of(IReadOnlyList<ModelDescription> models)
    {
        // One is no choice, and the only one that is loaded has its memory already.
        long? free = models.Count > 1 ? Free() : null;
        return [.. models.Select(model => new ModelChoice(model.Name, $"{model.Name} · {Sizes.Of(model.Bytes)}{(NeedOf(model) > free ? " · may need more memory than is free" : null)}"))];
    }

    private long? Free()
    {
        try
        {
            return FreeMemory.On(_place.Value.Device);
        }
        catch (InvalidRequestException) // there is no such device; whoever runs this server finds that in its log
        {
            return null;
        }
    }

    private long NeedOf(ModelDescription model)
    {
        try
        {
            return _needs.GetOrAdd((model.Folder, model.Bytes), _ => MemoryNeed.Of(MemoryNeed.WeightsOf(model), _place.Value));
        }
        catch (CogSpaceException) // asking for it says what is wrong with it
        {
            return 0;
        }
    }
}
