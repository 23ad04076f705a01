namespace FFMpegCore;

/// <summary>Pieces of a command line in their order, each written when the line is read.</summary>
public abstract class FFMpegArgumentsBase
{
    internal List<Func<string>> Parts { get; } = [];
}
