using System.Text.Json.Serialization;

namespace CogSpace;

/// <summary>Which part of a picture is kept when it is brought to a size of another shape. Nothing is ever squeezed.</summary>
/// <param name="X">Where the kept part lies between the left edge (0) and the right one (1).</param>
/// <param name="Y">Where it lies between the upper edge (0) and the lower one (1).</param>
/// <param name="Zoom">
/// 1 keeps as much as there can be, 2 half of that width and height, and so on up to <see cref="MostZoom"/>.
/// </param>
public sealed record Crop(double X = 0.5, double Y = 0.5, double Zoom = 1)
{
    public const double MostZoom = 8;

    /// <summary>As much as there can be, out of the middle.</summary>
    public static Crop Centred { get; } = new();

    /// <summary>The part that is kept.</summary>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    /// <param name="toWidth">Of the size that it is brought to.</param>
    /// <param name="toHeight">Of the size that it is brought to.</param>
    /// <returns>In pixels of the picture, not rounded; of the shape of the target.</returns>
    /// <exception cref="InvalidRequestException">A number is out of its range.</exception>
    public CropBox Of(int width, int height, int toWidth, int toHeight)
    {
        Check();
        double scale = Math.Max((double)toWidth / width, (double)toHeight / height) * Zoom;
        var (keptWidth, keptHeight) = (toWidth / scale, toHeight / scale);
        return new CropBox((width - keptWidth) * X, (height - keptHeight) * Y, keptWidth, keptHeight);
    }

    /// <summary>Whether all numbers are in their ranges.</summary>
    [JsonIgnore]
    public bool IsPossible => X is >= 0 and <= 1 && Y is >= 0 and <= 1 && Zoom is >= 1 and <= MostZoom;

    /// <exception cref="InvalidRequestException">A number is out of its range.</exception>
    public void Check()
    {
        if (X is not (>= 0 and <= 1) || Y is not (>= 0 and <= 1))
            throw new InvalidRequestException(
                FormattableString.Invariant(
                    $"A crop at {X}, {Y} is not possible: choose 0 (left, top) to 1 (right, bottom).")
            );
        if (Zoom is not (>= 1 and <= MostZoom))
            throw new InvalidRequestException(
                FormattableString.Invariant($"A zoom of {Zoom} is not possible: choose 1 to {MostZoom}."));
    }
}

/// <summary>A part of a picture, in pixels from its upper left corner.</summary>
public readonly record struct CropBox(double Left, double Top, double Width, double Height);
