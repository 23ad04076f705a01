using CogSpace.Generation;
using CogSpace.Pipeline;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Models;

/// <summary>
/// Says of a model what a visitor should know before picking it: how large it is, and whether this machine has the memory for
/// it.
/// </summary>
public sealed class ModelLabels(IOptions<ModelsOptions> options)
{
    public IReadOnlyList<ModelChoice> Of(IReadOnlyList<Model> models)
    {
        // One is not a choice, and the only one that is loaded has its memory already.
        long? free = models.Count > 1 ? Free() : null;
        return
        [
            .. models.Select(model => new ModelChoice(
                model.Name,
                $"{model.Name} · " +
                $"{ByteSize.Format(model.Bytes)}{(Fits(model, free) ? null : " · may need more memory than is free")}"
            )),
        ];
    }

    private long? Free()
    {
        try
        {
            return FreeMemory.For(options.Value.Pipeline);
        }
        catch (InvalidRequestException) // there is no such device; the server's log says so
        {
            return null;
        }
    }

    private bool Fits(Model model, long? free)
    {
        try
        {
            return free is null || new MemoryPreflight(model, options.Value.Pipeline).FindUsual(free) is not null;
        }
        catch (CogSpaceException) // asking for it says what is wrong with it
        {
            return true;
        }
    }
}
