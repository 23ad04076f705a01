namespace CogSpace.PostProcess.Tests.Media.Pictures;

/// <summary>A picture of four colours, one in each corner: it shows how it was turned and what became of its colours.</summary>
internal static class Quadrants
{
    public const int Width = 48;
    public const int Height = 32;

    public static readonly (byte R, byte G, byte B) Red = (250, 10, 20),
        Green = (10, 240, 30),
        Blue = (20, 30, 230),
        Gray = (90, 90, 90);

    /// <summary>Upper left, upper right, lower left, lower right.</summary>
    public static readonly (byte R, byte G, byte B)[] Colours = [Red, Green, Blue, Gray];

    public static Frame Picture { get; } = Of(Colours);

    public static int CornerOf(int x, int y, int width = Width, int height = Height) =>
        (y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1);

    public static Frame Of((byte R, byte G, byte B)[] colours)
    {
        byte[] pixels = new byte[Width * Height * Frame.Channels];
        for (int i = 0; i < Width * Height; i++)
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = colours[CornerOf(i % Width, i / Width)];
        return new Frame(Width, Height, pixels);
    }

    /// <summary>Looks at the middle of each quarter.</summary>
    public static void AssertShows(Frame picture, (byte R, byte G, byte B)[] colours, int tolerance = 0)
    {
        for (int corner = 0; corner < colours.Length; corner++)
        {
            int x = ((corner % 2 * 2) + 1) * picture.Width / 4;
            int y = ((corner / 2 * 2) + 1) * picture.Height / 4;
            var at = picture.Pixels.Span[(((y * picture.Width) + x) * Frame.Channels)..];
            var (r, g, b) = colours[corner];
            Assert.True(Math.Abs(at[0] - r) <= tolerance && Math.Abs(at[1] - g) <= tolerance && Math.Abs(at[2] - b) <= tolerance,
                $"quarter {corner} is ({at[0]}, {at[1]}, {at[2]}), not ({r}, {g}, {b})");
        }
    }
}
