using System.Globalization;

namespace CogSpace.Generation.Hub;

/// <summary>A pull's progress in words: "zai-org/CogVideoX-2b: 1.2 of 13.8 GB, 48 MB/s, 4 min left".</summary>
public static class PullText
{
    public static string Of(PullProgress progress)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Model}: {ByteSize.Format(progress.Bytes)} of {ByteSize.Format(progress.Of)}, file " +
            $"{Math.Min(progress.Files + 1, progress.OfFiles)} of {progress.OfFiles}"
        );
        if (progress.BytesPerSecond is { } rate && progress.Bytes < progress.Of)
            text += $", {ByteSize.Format((long)rate)}/s";
        if (progress.SecondsLeft is { } left && progress.Bytes < progress.Of)
            text += $", {Duration(left)} left";
        return progress.Note is null ? text : $"{text}. {progress.Note}";
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s"),
        < 90 * 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}
