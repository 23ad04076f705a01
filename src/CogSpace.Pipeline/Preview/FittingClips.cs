namespace CogSpace.Pipeline.Preview;

/// <summary>
/// Simple clips with every colour, soft and hard edges and movement, always the same ones: what a projection of latents is
/// fitted on.
/// </summary>
internal static class FittingClips
{
    private const int Clips = 8;
    private const int Shapes = 3;

    /// <param name="frames">Of each clip.</param>
    /// <param name="side">Width and height in pixels.</param>
    public static IEnumerable<IReadOnlyList<Frame>> Draw(int frames, int side)
    {
        for (int seed = 0; seed < Clips; seed++)
        {
            var random = new Random(seed);
            double[] corners = Numbers(random, 4 * Frame.Channels);
            var shapes = Enumerable
                .Range(0, Shapes)
                .Select(_ => new Shape(Numbers(random, Frame.Channels), Numbers(random, 5)))
                .ToArray();
            yield return [.. Enumerable.Range(0, frames).Select(i => Draw(corners, shapes, (double)i / frames, side))];
        }
    }

    private static Frame Draw(double[] corners, Shape[] shapes, double time, int side)
    {
        byte[] pixels = new byte[side * side * Frame.Channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            var (place, channel) = Math.DivRem(i, Frame.Channels);
            double x = (place % side) / (double)side,
                y = (place / side) / (double)side;
            double colour =
                shapes.LastOrDefault(shape => shape.Covers(x, y, time))?.Colour[channel] ?? Between(corners, x, y, channel);
            pixels[i] = (byte)Math.Round(255 * colour);
        }

        return new Frame(side, side, pixels);
    }

    // From corner to corner one colour becomes another.
    private static double Between(double[] corners, double x, double y, int channel)
    {
        double Corner(int number) => corners[(number * Frame.Channels) + channel];
        return ((1 - y) * (((1 - x) * Corner(0)) + (x * Corner(1)))) + (y * (((1 - x) * Corner(2)) + (x * Corner(3))));
    }

    private static double[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];

    // A box: its middle, its size (a fifth to a half of the picture) and how far it moves.
    private sealed record Shape(double[] Colour, double[] Numbers)
    {
        public bool Covers(double x, double y, double time)
        {
            double half = 0.1 + (0.15 * Numbers[2]);
            return Math.Abs(x - Numbers[0] - ((Numbers[3] - 0.5) * time)) < half
                && Math.Abs(y - Numbers[1] - ((Numbers[4] - 0.5) * time)) < half;
        }
    }
}
