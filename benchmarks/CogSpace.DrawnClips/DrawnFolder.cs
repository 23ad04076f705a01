using System.Globalization;
using CogSpace.DrawnClips.Drawing;
using CogSpace.PostProcess.Media;

namespace CogSpace.DrawnClips;

/// <summary>Writes clips as `cogspace train` takes them: name.mp4 beside name.txt.</summary>
public static class DrawnFolder
{
    // What is learned should not be the marks of the encoder.
    private static readonly EncodingOptions Encoding = new() { Crf = 6 };

    /// <param name="folder">Made if it is not there.</param>
    /// <param name="variety">What is drawn from.</param>
    /// <param name="count">Clips.</param>
    /// <param name="seed">The same seed gives the same clips.</param>
    /// <param name="cancel">Ends it between two clips.</param>
    /// <returns>The clips, in the order of their names.</returns>
    /// <exception cref="CogSpaceException">A file cannot be written.</exception>
    public static async Task<IReadOnlyList<DrawnClip>> WriteAsync(
        string folder, Variety variety, int count, int seed, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(folder);
        var (random, writer, clips) = (new Random(seed), new VideoWriter(Encoding), new List<DrawnClip>());
        for (int i = 0; i < count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var clip = variety.Next(random);
            clips.Add(clip);
            string name = Path.Combine(folder, i.ToString("d5", CultureInfo.InvariantCulture));
            await using var video = writer.Create($"{name}.mp4", DrawnClip.FramesPerSecond, cancel: cancel);
            foreach (var frame in clip.Draw())
                await video.WriteAsync(frame);
            await VideoFile.PublishAllAsync(video);
            string caption = i % 2 == 0 ? Caption.Plain(clip) : Caption.Varied(clip, random);
            await File.WriteAllTextAsync($"{name}.txt", $"{caption}\n", cancel);
        }

        return clips;
    }
}
