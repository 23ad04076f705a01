namespace CogSpace.Generation;

/// <summary>How a video is made within the memory that is free.</summary>
/// <param name="Mode">How much of the model is in memory at a time.</param>
/// <param name="Tiled">Whether the autoencoder cuts pictures into tiles, which changes the result a little.</param>
/// <param name="Need">Bytes that it takes at its peak, about.</param>
/// <param name="Free">Bytes that are free; null when that cannot be found out.</param>
public sealed record MemoryChoice(MemoryMode Mode, bool Tiled, long Need, long? Free);
