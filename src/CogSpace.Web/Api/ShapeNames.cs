using System.Globalization;

namespace CogSpace.Web.Api;

/// <summary>Sizes and lengths in the words of interfaces that know of no frames.</summary>
internal static class ShapeNames
{
    // A length is given in whole seconds, and models make 6.1 of them.
    private const double Tolerance = 0.5;

    /// <summary>"720x480".</summary>
    public static string SizeOf(int width, int height) => string.Create(CultureInfo.InvariantCulture, $"{width}x{height}");

    /// <summary>From the first frame to the last, in seconds.</summary>
    public static double Length(int frames, double framesPerSecond) => (frames - 1) / framesPerSecond;

    /// <param name="size">As <see cref="SizeOf(int, int)"/> writes it; null: the model's own.</param>
    /// <param name="shapes">What the model makes.</param>
    /// <param name="field">In which it was sent.</param>
    /// <exception cref="ApiException">The model makes nothing of this size.</exception>
    public static (int? Width, int? Height) SizeOf(string? size, VideoShapes shapes, string field)
    {
        if (size is null)
            return (null, null);
        foreach (var (width, height) in shapes.Sizes)
        {
            if (size == SizeOf(width, height))
                return (width, height);
        }

        throw ApiException.Invalid(
            field, $"This model makes videos of these sizes, in pixels: {Listed(
                shapes.Sizes.Select(one => SizeOf(one.Width, one.Height)))}.");
    }

    /// <param name="seconds">How long the video is to last; null: as long as the model's own.</param>
    /// <param name="shapes">What the model makes.</param>
    /// <param name="field">In which it was sent.</param>
    /// <returns>The number of frames that last as long.</returns>
    /// <exception cref="ApiException">There is none.</exception>
    public static int? FramesOf(double? seconds, VideoShapes shapes, string field)
    {
        if (seconds is not { } wanted)
            return null;
        int frames = shapes.Frames.MinBy(frames => Math.Abs(LengthOf(frames) - wanted));
        return Math.Abs(LengthOf(frames) - wanted) <= Tolerance
            ? frames
            : throw ApiException.Invalid(
                field, $"This model makes videos of these lengths, in seconds: {Listed(
                    shapes.Frames.Select(frames => Math.Round(LengthOf(frames)).ToString(CultureInfo.InvariantCulture)))}.");

        double LengthOf(int frames) => Length(frames, shapes.FramesPerSecond);
    }

    /// <summary>Words in a sentence, each once.</summary>
    public static string Listed(IEnumerable<string> words) => string.Join(", ", words.Distinct());
}
