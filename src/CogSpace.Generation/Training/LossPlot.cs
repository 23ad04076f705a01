using System.Globalization;

namespace CogSpace.Generation.Training;

/// <summary>Losses as a drawing in SVG: each, and smoothed.</summary>
internal static class LossPlot
{
    private const int MostPoints = 600;
    private const double Width = 900, Height = 320, Left = 64, Right = 12, Top = 12, Bottom = 32;
    private const int Lines = 4;

    /// <param name="points">In the order of their steps; many are drawn as means of some at a time.</param>
    /// <returns>Empty where there are none.</returns>
    public static string Draw(IReadOnlyList<LossPoint> points)
    {
        if (points.Count == 0)
            return "";
        LossPoint[] drawn = [.. points.Chunk((points.Count + MostPoints - 1) / MostPoints).Select(Mean)];
        var (first, last) = (drawn[0].Step, Math.Max(drawn[^1].Step, drawn[0].Step + 1));
        double highest = Highest(drawn);
        double X(double step) => Left + ((step - first) / (last - first) * (Width - Left - Right));
        double Y(double loss) => Height - Bottom - (Math.Min(loss / highest, 1) * (Height - Top - Bottom));
        string Curve(string name, Func<LossPoint, double> value) =>
            $"<polyline class=\"{name}\" points=\"" +
            string.Join(' ', drawn.Select(point => $"{Number(X(point.Step))},{Number(Y(value(point)))}")) + "\"/>";
        string Line(int i) =>
            $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Number(Y(highest * i / Lines))}\" " +
            $"y2=\"{Number(Y(highest * i / Lines))}\"/><text x=\"{Left - 8}\" y=\"{Number(Y(highest * i / Lines) + 4)}\" " +
            $"text-anchor=\"end\">{Number(highest * i / Lines, 4)}</text>";
        string Step(int i)
        {
            double step = Math.Round(first + ((double)(last - first) * i / Lines));
            return $"<text x=\"{Number(X(step))}\" y=\"{Height - 8}\" text-anchor=\"{(i == Lines ? "end" : "middle")}\">" +
                $"{Number(step)}</text>";
        }

        return $"""
            <svg viewBox="0 0 {Width} {Height}" role="img" aria-label="The loss of each step, and smoothed">
            {string.Concat(Enumerable.Range(0, Lines + 1).Select(Line))}
            {string.Concat(Enumerable.Range(0, Lines + 1).Select(Step))}
            {Curve("raw", point => point.Loss)}
            {Curve("smooth", point => point.Smoothed)}
            </svg>
            """;
    }

    private static LossPoint Mean(LossPoint[] some) =>
        new(some[^1].Step, some.Average(point => point.Loss), some[^1].Smoothed);

    // A few outliers should not press the curve flat.
    private static double Highest(LossPoint[] points)
    {
        double most = points.Select(point => point.Loss).Order().ElementAt((points.Length - 1) * 98 / 100);
        most = Math.Max(most, points.Max(point => point.Smoothed));
        return most > 0 ? most * 1.05 : 1;
    }

    private static string Number(double value, int digits = 1) =>
        Math.Round(value, digits).ToString(CultureInfo.InvariantCulture);
}
