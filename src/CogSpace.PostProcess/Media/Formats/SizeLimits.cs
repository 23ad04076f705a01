namespace CogSpace.PostProcess.Media.Formats;

/// <summary>Which sizes are read: neither lines nor posters of a building's size.</summary>
/// <param name="options">The limits.</param>
/// <param name="megapixels">Pixels at most, in millions.</param>
internal sealed class SizeLimits(ReadingOptions options, int megapixels)
{
    private const long Million = 1_000_000;

    /// <returns>What is wrong with a size, for behind a colon; null if nothing is.</returns>
    public string? Complaint(long width, long height)
    {
        if (Math.Max(width, height) > (long)options.MostAspect * Math.Min(width, height))
            return $"{width} x {height} pixels are too {(width > height ? "wide" : "tall")}: one side may be " +
                $"{options.MostAspect} times the other at most.";
        if (Math.Min(width, height) < options.LeastSide)
            return $"{width} x {height} pixels are too few. Each side has to have {options.LeastSide} at least.";
        if (Math.Max(width, height) > options.MostSide)
            return $"{width} x {height} pixels are too large. No side may have more than {options.MostSide}.";
        if (width * height > megapixels * Million)
            return $"{width} x {height} pixels are too many: {megapixels} million are the most.";
        return null;
    }
}
