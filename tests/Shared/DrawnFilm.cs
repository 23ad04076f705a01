using System.Globalization;

namespace CogSpace.Tests;

/// <summary>
/// A red circle that moves from left to right on white, filmed larger, higher and at twice the rate of the small models'
/// clips.
/// </summary>
internal static class DrawnFilm
{
    /// <summary>How near the way of a shape has to come to the circle's.</summary>
    public const double LeastCorrelation = 0.9;

    private const int Scale = 3;
    private const int Frames = 98;      // one less, and each would be taken: half of them would be fewer than 49
    private const int FramesPerSecond = 16;
    private const int Height = 70;      // of 96: higher than the models' shape, so that there is something to crop

    private static readonly DrawnScene Scene = new(
        "circle", new(225, 30, 35), new(250, 250, 250), new(250, 250, 250), 15, 32, 12);

    public static async Task SaveAsync(string path)
    {
        string raw = $"{path}.rgb";
        await using (var file = File.Create(raw))
        {
            for (int i = 0; i < Frames; i++)
                await file.WriteAsync(
                    (Scene with { X = Position(i) }).Render(Scale, Scale * DrawnScene.Width, Scale * Height),
                    TestContext.Current.CancellationToken);
        }

        string size = string.Create(CultureInfo.InvariantCulture, $"{Scale * DrawnScene.Width}x{Scale * Height}");
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", $"{FramesPerSecond}",
            "-i", raw, "-pix_fmt", "yuv420p", path);
        File.Delete(raw);
    }

    /// <summary>How alike the way of a shape is to that of the circle in every second frame, 1 at most.</summary>
    public static double Correlation(IReadOnlyList<(double X, double Y)> path)
    {
        double[] a = [.. Enumerable.Range(0, path.Count).Select(i => Position(2 * i))], b = [.. path.Select(place => place.X)];
        var (meanA, meanB) = (a.Average(), b.Average());
        double Sum(Func<int, double> of) => Enumerable.Range(0, a.Length).Sum(of);
        return Sum(i => (a[i] - meanA) * (b[i] - meanB))
            / Math.Sqrt(Sum(i => Math.Pow(a[i] - meanA, 2)) * Sum(i => Math.Pow(b[i] - meanB, 2)));
    }

    private static double Position(int frame) => 15 + (66.0 * frame / (Frames - 1));
}
