using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Tests.Networks;

namespace CogSpace.PostProcess.Tests.Upscaling;

/// <summary>A network that repeats pixels, on a device with room for so many.</summary>
/// <param name="mostPixels">Of a picture that fits.</param>
/// <param name="failure">What is thrown where one does not; null: what a device's failure becomes.</param>
internal sealed class SmallMemory(int mostPixels, Exception? failure = null) : INetworkRun
{
    public PictureNetwork Network { get; } = NetworkRecognition.Recognize(NetworkWeights.Open(TinyNetworks.Upscaling));

    /// <summary>How often memory ran out.</summary>
    public int Failures { get; private set; }

    public Planes Run(ReadOnlySpan<Planes> pictures, CancellationToken cancel)
    {
        var picture = pictures[0];
        if (picture.Width * picture.Height > mostPixels)
        {
            Failures++;
            throw failure ?? new NetworkMemoryException(picture, new InvalidOperationException("Failed to allocate memory"));
        }

        var larger = new Planes(picture.Width * Network.Scale, picture.Height * Network.Scale);
        for (int c = 0; c < Planes.Count; c++)
        {
            for (int y = 0; y < larger.Height; y++)
            {
                for (int x = 0; x < larger.Width; x++)
                    larger.Row(c, y)[x] = picture.Row(c, y / Network.Scale)[x / Network.Scale];
            }
        }

        return larger;
    }

    public void Dispose()
    {
    }
}
