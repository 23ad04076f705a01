namespace CogSpace.Pipeline;

/// <summary>A video as the autoencoder's latents, on the device.</summary>
public sealed class VideoLatents : IDisposable
{
    /// <param name="values">(1, F, C, H, W), scaled as the transformer takes and makes them; owned from now on.</param>
    /// <param name="fromZero">Whether the video's pixels ran from 0 to 1 instead of -1 to 1.</param>
    internal VideoLatents(Tensor values, bool fromZero = false) =>
        (Values, FromZero) = (values.DetachFromDisposeScope(), fromZero);

    /// <summary>Latent frames.</summary>
    public int Frames => (int)Values.shape[1];

    /// <summary>Whether pixels decode to 0 to 1 instead of -1 to 1.</summary>
    internal bool FromZero { get; }

    /// <summary>(1, F, C, H, W), scaled.</summary>
    internal Tensor Values { get; }

    /// <summary>Keeps them.</summary>
    /// <param name="path">A safetensors file with one tensor, "latents".</param>
    /// <param name="notes">For the file's header.</param>
    /// <exception cref="CogSpaceException">The file cannot be written.</exception>
    public void Write(string path, IReadOnlyDictionary<string, string>? notes = null) =>
        LatentsFile.Write(path, [("latents", Values)], notes);

    public void Dispose() => Values.Dispose();
}
