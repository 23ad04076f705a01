namespace CogSpace.Pipeline;

/// <summary>About how much memory a video takes at its peak, by how much of the model is there at a time.</summary>
/// <param name="Resident">Bytes with all networks.</param>
/// <param name="Model">Bytes with one network at a time.</param>
/// <param name="Sequential">Bytes with a layer or two at a time.</param>
public sealed record MemoryNeeds(long Resident, long Model, long Sequential)
{
    public long Of(MemoryMode mode) => mode switch
    {
        MemoryMode.Model => Model,
        MemoryMode.Sequential => Sequential,
        _ => Resident,
    };
}
