using System.Numerics.Tensors;
using CogSpace.PostProcess.Networks;

namespace CogSpace.PostProcess.Upscaling;

/// <summary>Upscales a picture tile by tile and blends the tiles where they overlap.</summary>
/// <param name="network">Of the kind for upscaling.</param>
/// <remarks>Source: CogVideo inference/gradio_composite_demo/utils.py, tiled_scale. Differs: always blended in float32.</remarks>
internal sealed class TiledNetwork(INetworkRun network)
{
    /// <param name="picture">Any size.</param>
    /// <param name="tiles">What <see cref="TilePlan"/> says of it.</param>
    /// <param name="overlap">Of the tiles.</param>
    /// <param name="tileDone">Told after each tile how many are done.</param>
    /// <param name="cancel">Takes effect within a tile.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="NetworkMemoryException">A tile is too large for the memory that there is.</exception>
    public Planes Run(Planes picture, IReadOnlyList<Tile> tiles, int overlap, Action<int>? tileDone, CancellationToken cancel)
    {
        int scale = network.Network.Scale;
        var sum = new Planes(picture.Width * scale, picture.Height * scale);
        var counted = new float[sum.Width * sum.Height]; // how much the tiles counted at each pixel
        for (int i = 0; i < tiles.Count; i++)
        {
            Add(
                Upscale(picture.Part(tiles[i].Left, tiles[i].Top, tiles[i].Width, tiles[i].Height), cancel),
                tiles[i].Left * scale, tiles[i].Top * scale, overlap * scale, sum, counted);
            tileDone?.Invoke(i + 1);
        }

        for (int c = 0; c < Planes.Count; c++)
        {
            var plane = sum.Values.AsSpan(c * counted.Length, counted.Length);
            TensorPrimitives.Divide(plane, counted, plane);
        }

        return sum;
    }

    /// <summary>A picture at once, clamped.</summary>
    public Planes Upscale(Planes picture, CancellationToken cancel)
    {
        int scale = network.Network.Scale;
        var larger = network
            .Run([picture.PadMirrored(network.Network.Multiple)], cancel)
            .Part(0, 0, picture.Width * scale, picture.Height * scale);
        TensorPrimitives.Max(larger.Values, 0, larger.Values);
        TensorPrimitives.Min(larger.Values, 1, larger.Values);
        return larger;
    }

    private static void Add(Planes tile, int left, int top, int feather, Planes sum, float[] counted)
    {
        float[] across = Feather.Along(tile.Width, feather), down = Feather.Along(tile.Height, feather);
        float[] weights = new float[tile.Width];
        for (int y = 0; y < tile.Height; y++)
        {
            TensorPrimitives.Multiply(across, down[y], weights);
            var counts = counted.AsSpan(((top + y) * sum.Width) + left, tile.Width);
            TensorPrimitives.Add(counts, weights, counts);
            for (int c = 0; c < Planes.Count; c++)
            {
                var to = sum.Row(c, top + y).Slice(left, tile.Width);
                TensorPrimitives.MultiplyAdd(tile.Row(c, y), weights, to, to);
            }
        }
    }
}
