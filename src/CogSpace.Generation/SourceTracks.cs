using System.Globalization;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>
/// The sound and the subtitles of the video that another is made from, where the new one lasts as long. What goes wrong with
/// them is a note: the frames are worth more.
/// </summary>
internal sealed class SourceTracks : IDisposable
{
    private const double Rounding = 1e-6;

    private SourceTracks(SideTracks? tracks, IReadOnlyList<string> notes)
    {
        (Tracks, Notes) = (tracks, notes);
    }

    public static SourceTracks None { get; } = new(null, []);

    /// <summary>Null: the new video has nothing but its picture.</summary>
    public SideTracks? Tracks { get; }

    /// <summary>What was left out, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <param name="reader">Reads the old video.</param>
    /// <param name="path">Of the old video.</param>
    /// <param name="start">Of the part of it that was taken, in seconds from the beginning of the file.</param>
    /// <param name="taken">The frames that were taken of it.</param>
    /// <param name="result">The new video, which begins with that part.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<SourceTracks> ReadAsync(
        VideoReader reader, string path, double start, VideoInfo taken, VideoInfo result, CancellationToken cancel)
    {
        try
        {
            var (hasSound, hasAny) = await reader.FindSideTracksAsync(path, cancel);
            if (!hasAny)
                return None;
            if (Math.Abs(result.Seconds - taken.Seconds) > (1 / taken.FramesPerSecond) + Rounding)
                return new SourceTracks(
                    null,
                    [
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"The {(hasSound ? "sound of the video was" : "subtitles of the video were")} left out, because " +
                            $"the new one lasts {result.Seconds:0.##} seconds and the part that it was made from " +
                            $"{taken.Seconds:0.##}."
                        ),
                    ]
                );
            var tracks = await reader.ReadSideTracksAsync(path, start, result.Start + result.Seconds, cancel);
            return new SourceTracks(tracks, tracks?.Notes ?? []);
        }
        catch (MediaException e)
        {
            return new SourceTracks(null, [$"The sound of the video was left out. {e.Message}"]);
        }
    }

    public void Dispose() => Tracks?.Dispose();
}
