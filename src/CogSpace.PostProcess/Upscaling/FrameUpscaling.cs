using CogSpace.PostProcess.Networks;

namespace CogSpace.PostProcess.Upscaling;

/// <summary>Upscales one frame after the other, in tiles that become smaller when memory runs out.</summary>
internal sealed class FrameUpscaling(INetworkRun network, UpscalingOptions options)
{
    private const int SmallestTile = 32;

    private readonly TiledNetwork _tiles = new(network);

    /// <summary>Width and height of a tile at the moment.</summary>
    public int Tile { get; private set; } = options.Tile;

    private int Overlap => Math.Min(options.Overlap, (Tile / 2) - 1);

    /// <param name="frame">Of any size.</param>
    /// <param name="progress">Told after each tile: how many are done, and how many there are.</param>
    /// <param name="cancel">Takes effect within a tile.</param>
    /// <exception cref="CogSpaceException">There is not enough memory for the smallest tile.</exception>
    public Frame Run(Frame frame, Action<int, int>? progress, CancellationToken cancel)
    {
        var picture = Planes.Of(frame);
        while (true)
        {
            var plan = TilePlan.Of(frame.Width, frame.Height, Tile, Overlap);
            try
            {
                return _tiles.Run(picture, plan, Overlap, done => progress?.Invoke(done, plan.Count), cancel).ToFrame();
            }
            catch (Exception e) when (e is NetworkMemoryException or OutOfMemoryException && Tile > SmallestTile)
            {
                // A tile larger than the frame is the frame: halving has to begin there to change anything.
                Tile = Math.Max(Math.Min(Tile, Math.Max(frame.Width, frame.Height)) / 2, SmallestTile);
            }
            catch (OutOfMemoryException e)      // the enlarged frame itself is too much, however small its parts
            {
                throw new CogSpaceException(
                    $"There is not enough memory to enlarge a frame of {frame.Width} x {frame.Height} pixels.", e);
            }
        }
    }
}
