namespace CogSpace.PostProcess.Networks;

/// <summary>Tells by names and shapes which network a file of weights is of.</summary>
internal static class NetworkRecognition
{
    private const string Understood =
        "understood are RIFE HDv3 (IFNet) and RIFE 4.5 to 4.26, Real-ESRGAN and ESRGAN (RRDBNet, three generations of names) " +
        "and the compact Real-ESRGAN (SRVGGNetCompact)";

    /// <summary>Whether the names are those of a network that is known; its shapes may still be of no such network.</summary>
    public static bool Recognizes(NetworkWeights weights) =>
        IfNet.Recognizes(weights) || Rife4Layout.Recognizes(weights) || RrdbNames.IsRrdb(weights) || SrvggNet.Recognizes(weights);

    /// <exception cref="ModelLoadException">It is of none that we know, or contradicts itself.</exception>
    public static PictureNetwork Recognize(NetworkWeights weights)
    {
        if (IfNet.Recognizes(weights))
            return new IfNet(weights);
        if (Rife4Layout.Recognizes(weights))
            return new Rife4Net(weights);
        if (RrdbNames.Of(weights) is { } names)
            return new RrdbNet(weights, names);
        if (SrvggNet.Recognizes(weights))
            return new SrvggNet(weights);

        string first = string.Join(", ", weights.Names.Order(StringComparer.Ordinal).Take(3));
        throw new ModelLoadException(
            weights.Path, $"its weights ({first}, ...) are of no network that is known here; {Understood}.");
    }
}
