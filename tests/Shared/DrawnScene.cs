using System.Globalization;

namespace CogSpace.Tests;

/// <summary>
/// A picture of the small models' domain: one plain shape on a background, drawn by what lies inside it and thus the same at
/// every size.
/// </summary>
/// <param name="Shape">"circle", "ring" or "square".</param>
/// <param name="Colour">Of the shape.</param>
/// <param name="Top">Of the background's upper edge.</param>
/// <param name="Bottom">Of its lower edge.</param>
/// <param name="X">Of the shape's middle, in pixels of a picture of 96 x 64.</param>
/// <param name="Y">Likewise.</param>
/// <param name="Radius">Likewise.</param>
internal sealed record DrawnScene(string Shape, Rgb Colour, Rgb Top, Rgb Bottom, double X, double Y, double Radius)
{
    public const int Width = 96;
    public const int Height = 64;
    private const double RingWidth = 0.38;      // of its radius
    private const double SquareSide = 0.8;      // half of it, of the radius

    /// <summary>The scene in the middle of a picture that goes on to all sides.</summary>
    /// <param name="scale">Pixels for each pixel of 96 x 64.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="offsetX">How far the scene is moved, in pixels of 96 x 64.</param>
    public byte[] Render(double scale, int width, int height, double offsetX = 0)
    {
        var pixels = new byte[width * height * 3];
        for (int row = 0; row < height; row++)
        {
            double y = ((row + 0.5 - (height / 2.0)) / scale) + (Height / 2.0);
            for (int column = 0; column < width; column++)
            {
                double x = ((column + 0.5 - (width / 2.0)) / scale) + (Width / 2.0) - offsetX;
                double covered = Math.Clamp(0.5 - (Distance(x - X, y - Y) * scale), 0, 1);
                for (int channel = 0; channel < 3; channel++)
                {
                    double behind = Top[channel] + ((Bottom[channel] - Top[channel]) * Math.Clamp(y / Height, 0, 1));
                    pixels[(((row * width) + column) * 3) + channel] = (byte)
                        Math.Round(behind + ((Colour[channel] - behind) * covered));
                }
            }
        }

        return pixels;
    }

    /// <summary>The scene at the models' own size.</summary>
    public byte[] Render() => Render(1, Width, Height);

    /// <summary>Writes a picture of bare RGB bytes as whatever the file's name says.</summary>
    public static async Task SaveAsync(string path, byte[] pixels, int width, int height)
    {
        string raw = $"{path}.rgb";
        await File.WriteAllBytesAsync(raw, pixels, TestContext.Current.CancellationToken);
        string size = string.Create(CultureInfo.InvariantCulture, $"{width}x{height}");
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-i", raw, path);
        File.Delete(raw);
    }

    // From the edge of the shape, negative inside.
    private double Distance(double x, double y) => Shape switch
    {
        "circle" => Math.Sqrt((x * x) + (y * y)) - Radius,
        "ring" => Math.Abs(Math.Sqrt((x * x) + (y * y)) - (Radius * (1 - (RingWidth / 2)))) - (Radius * RingWidth / 2),
        "square" => Math.Max(Math.Abs(x), Math.Abs(y)) - (Radius * SquareSide),
        _ => throw new NotSupportedException(Shape),
    };
}

/// <summary>A colour, 0 to 255.</summary>
internal sealed record Rgb(int R, int G, int B)
{
    public int this[int channel] => channel switch { 0 => R, 1 => G, _ => B };
}
