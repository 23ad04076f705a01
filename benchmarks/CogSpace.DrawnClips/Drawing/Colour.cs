namespace CogSpace.DrawnClips.Drawing;

/// <summary>A colour, each channel 0 to 255.</summary>
public readonly record struct Colour(double R, double G, double B)
{
    public static Colour operator +(Colour a, Colour b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    public static Colour operator -(Colour a, Colour b) => new(a.R - b.R, a.G - b.G, a.B - b.B);

    public static Colour operator *(Colour colour, double factor) =>
        new(colour.R * factor, colour.G * factor, colour.B * factor);

    /// <summary>The product of each channel, summed.</summary>
    public double Dot(Colour other) => (R * other.R) + (G * other.G) + (B * other.B);

    public double Distance(Colour other) => Math.Sqrt((this - other).Dot(this - other));

    /// <summary>The colour on the way to another: 0 is this one, 1 the other.</summary>
    public Colour Mix(Colour other, double part) => this + ((other - this) * part);
}
