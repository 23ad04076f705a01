namespace CogSpace.Pipeline.Weights;

/// <summary>Where a network's weights are kept, and how.</summary>
/// <param name="Type">The computing type.</param>
/// <param name="Device">Where they are computed with.</param>
/// <param name="Kept">How the matrices of repeated layers are kept.</param>
/// <param name="Fetcher">
/// Reads repeated layers again for each use, one ahead of it; null: they are all read at once and stay.
/// </param>
internal sealed record WeightStorage(
    ScalarType Type, Device Device, WeightKind Kept = WeightKind.Auto, WorkerThread? Fetcher = null)
{
    /// <summary>For looking at names and shapes: no weight is read.</summary>
    public static WeightStorage None { get; } = new(ScalarType.Float32, new Device(DeviceType.META));

    public bool IsNone => Device.type == DeviceType.META;

    /// <summary>Bytes of a number of a matrix.</summary>
    /// <param name="kept">How it is kept.</param>
    public int BytesOf(WeightKind kept) => kept switch
    {
        WeightKind.I8 => 1,
        WeightKind.BF16 => 2,
        _ => Type == ScalarType.Float32 ? 4 : 2,
    };

    /// <summary>
    /// Whether large tensors are taken from the system one by one, and go back to it one by one. Where layers come and go all
    /// the time, they had better share the allocator's heap.
    /// </summary>
    public bool Apart { get; init; } = true;

    /// <summary>
    /// Matrices in eight bits that were kept from an earlier time; null: they are computed when they are loaded.
    /// </summary>
    public Int8Cache? Cache { get; init; }
}
