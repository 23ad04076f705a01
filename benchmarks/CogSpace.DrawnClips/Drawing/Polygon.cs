namespace CogSpace.DrawnClips.Drawing;

/// <summary>Distances from the edge of a polygon.</summary>
internal static class Polygon
{
    /// <returns>How far a point is from the edge; negative inside.</returns>
    public static Func<double, double, double> Distance((double X, double Y)[] corners) => (x, y) =>
    {
        double squared = double.MaxValue;
        bool inside = false;
        for (int i = 0, before = corners.Length - 1; i < corners.Length; before = i++)
        {
            var (from, to) = (corners[before], corners[i]);
            double edgeX = to.X - from.X, edgeY = to.Y - from.Y, pointX = x - from.X, pointY = y - from.Y;
            double along = Math.Clamp(((pointX * edgeX) + (pointY * edgeY)) / ((edgeX * edgeX) + (edgeY * edgeY)), 0, 1);
            double awayX = pointX - (along * edgeX), awayY = pointY - (along * edgeY);
            squared = Math.Min(squared, (awayX * awayX) + (awayY * awayY));
            if (from.Y > y != to.Y > y && pointX < edgeX * pointY / edgeY)
                inside = !inside;
        }

        return inside ? -Math.Sqrt(squared) : Math.Sqrt(squared);
    };
}
