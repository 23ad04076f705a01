using System.Globalization;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>
/// The sound of the video that another is made from, where the new one lasts as long. What goes wrong with it is a note: the
/// frames are worth more.
/// </summary>
internal sealed class SourceSound : IDisposable
{
    private const double Rounding = 1e-6;

    private SourceSound(Sound? sound, string? note)
    {
        (Sound, Notes) = (sound, note is null ? [] : [note]);
    }

    public static SourceSound None { get; } = new(null, null);

    /// <summary>Null: the new video is silent.</summary>
    public Sound? Sound { get; }

    /// <summary>Why it is, where the old one was not.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <param name="reader">Reads the old video.</param>
    /// <param name="path">Of the old video.</param>
    /// <param name="start">Of the part of it that was taken, in seconds.</param>
    /// <param name="taken">The frames that were taken of it.</param>
    /// <param name="result">The new video.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<SourceSound> ReadAsync(
        VideoReader reader, string path, double start, VideoInfo taken, VideoInfo result, CancellationToken cancel)
    {
        try
        {
            if (!await reader.HasSoundAsync(path, cancel))
                return None;
            if (Math.Abs(result.Seconds - taken.Seconds) > (1 / taken.FramesPerSecond) + Rounding)
                return new SourceSound(
                    null,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The sound of the video was left out, because the new one lasts {result.Seconds:0.##} seconds " +
                        $"and the part that it was made from {taken.Seconds:0.##}."
                    )
                );
            return new SourceSound(await reader.ReadSoundAsync(path, start, result.Seconds, cancel), null);
        }
        catch (MediaException e)
        {
            return new SourceSound(null, $"The sound of the video was left out. {e.Message}");
        }
    }

    public void Dispose() => Sound?.Dispose();
}
