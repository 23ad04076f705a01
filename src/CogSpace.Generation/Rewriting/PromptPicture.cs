using CogSpace.PostProcess.Media;

namespace CogSpace.Generation.Rewriting;

/// <summary>The picture of a request as a language model is sent it: small, as a data URL.</summary>
internal static class PromptPicture
{
    /// <summary>The longest side in pixels. Language models look at pictures in tiles of about this size.</summary>
    private const int LongestSide = 512;

    /// <param name="path">A picture of any size that is read here.</param>
    /// <param name="images">Reads it.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>"data:image/jpeg;base64,..."</returns>
    /// <exception cref="MediaException">It cannot be read.</exception>
    public static async Task<string> ReadAsync(string path, ImageReader images, CancellationToken cancel)
    {
        var picture = await images.ReadAsync(path, cancel);
        double scale = Math.Min(1, (double)LongestSide / Math.Max(picture.Width, picture.Height));
        if (scale < 1)
            picture = PictureFitter.FitPicture(
                picture, crop: null, Scaled(picture.Width, scale), Scaled(picture.Height, scale));
        return $"data:image/jpeg;base64,{Convert.ToBase64String(JpegEncoder.Encode(picture))}";
    }

    private static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));
}
