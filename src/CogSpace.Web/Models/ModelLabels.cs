using CogSpace.Generation;

namespace CogSpace.Web.Models;

/// <summary>
/// Says of a model what a visitor should know before picking it: how large it is, and whether this machine has the memory for
/// it.
/// </summary>
public sealed class ModelLabels(Generator generator, IVideoMaker maker)
{
    public IReadOnlyList<ModelChoice> Of(IReadOnlyList<ModelInfo> models)
    {
        // One is not a choice, and the only one that is loaded has its memory already.
        long? free = models.Count > 1 ? Free() : null;
        return [.. models.Select(model => new ModelChoice(model.Name, Label(model, free)))];
    }

    private string Label(ModelInfo model, long? free)
    {
        string label = $"{model.Name} · {ByteSize.Format(model.Bytes)}";
        return Fits(model, free) ? label : $"{label} · may need more memory than is free";
    }

    private long? Free()
    {
        try
        {
            return maker.MeasureFreeMemory();
        }
        catch (InvalidRequestException) // there is no such device; the server's log says so
        {
            return null;
        }
    }

    private bool Fits(ModelInfo model, long? free)
    {
        try
        {
            return free is null || maker.Device is not { } device || generator.FitUsualVideo(model, free, device) is not null;
        }
        catch (CogSpaceException) // asking for it says what is wrong with it
        {
            return true;
        }
    }
}
