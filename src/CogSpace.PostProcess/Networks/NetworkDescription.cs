namespace CogSpace.PostProcess.Networks;

/// <summary>What a file of weights is, read from the names and shapes in it.</summary>
/// <param name="File">The file.</param>
/// <param name="Kind">What it is good for.</param>
/// <param name="Scale">Pixels of the result for each pixel of a frame, in one direction; 1 for interpolation.</param>
/// <param name="Description">The network and its size, for people.</param>
/// <param name="Parameters">Numbers in it.</param>
public sealed record NetworkDescription(string File, NetworkKind Kind, int Scale, string Description, long Parameters)
{
    /// <summary>How it is called: the file's name without its ending.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <exception cref="ModelLoadException">The file is missing, damaged, or of no network that is known.</exception>
    public static NetworkDescription Read(string file)
    {
        using var weights = NetworkWeights.Open(file);
        var network = NetworkRecognition.Recognize(weights);
        return new NetworkDescription(file, network.Kind, network.Scale, network.Description, weights.Parameters);
    }
}
