namespace CogSpace.Generation.Training;

/// <summary>
/// Finds the videos of a data folder and their captions: in two files of lines, as CogVideo's finetune folder has them, or as
/// name.mp4 beside name.txt.
/// </summary>
public static class ClipList
{
    public const string UsualCaptions = "prompts.txt", UsualVideos = "videos.txt";

    private static readonly string[] Extensions = [".mp4", ".mov", ".webm", ".mkv", ".avi", ".gif"];

    /// <param name="folder">The data folder.</param>
    /// <param name="captions">The file of captions in it, one a line.</param>
    /// <param name="videos">The file in it that names the videos, one a line.</param>
    /// <returns>In the order of the lines, or of the names.</returns>
    /// <exception cref="InvalidRequestException">There is nothing to learn from, or captions are missing or empty.</exception>
    /// <exception cref="CogSpaceException">The folder cannot be read.</exception>
    public static IReadOnlyList<CaptionedVideo> Read(
        string folder, string captions = UsualCaptions, string videos = UsualVideos)
    {
        if (!Directory.Exists(folder))
            throw new InvalidRequestException($"There is no folder {folder}.");
        return Disk.Try($"Cannot read {folder}", () =>
        {
            var (captionFile, videoFile) = (Path.Combine(folder, captions), Path.Combine(folder, videos));
            bool listed = File.Exists(captionFile) || File.Exists(videoFile)
                || (captions, videos) != (UsualCaptions, UsualVideos);
            var found = listed ? ReadLists(folder, captionFile, videoFile) : ReadPairs(folder);
            return found.Count > 0
                ? found
                : throw new InvalidRequestException(
                    $"There is nothing to learn from in {folder}. Put name.mp4 beside name.txt, or {UsualVideos} beside " +
                    $"{UsualCaptions}.");
        });
    }

    private static List<CaptionedVideo> ReadLists(string folder, string captionFile, string videoFile)
    {
        var (captions, videos) = (Lines(captionFile), Lines(videoFile));
        if (captions.Count != videos.Count)
            throw new InvalidRequestException(
                $"{captionFile} has {captions.Count} captions and {videoFile} {videos.Count} videos: each video needs one.");
        return
        [
            .. captions.Zip(videos).Select((pair, i) =>
                Checked(pair.Second, Path.Combine(folder, pair.Second), pair.First, $"line {i + 1} of {captionFile}")),
        ];
    }

    private static List<CaptionedVideo> ReadPairs(string folder) =>
    [
        .. Directory.EnumerateFiles(folder)
            .Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)
            .Select(file =>
            {
                string caption = Path.ChangeExtension(file, ".txt");
                return File.Exists(caption)
                    ? Checked(Path.GetFileName(file), file, File.ReadAllText(caption), caption)
                    : throw new InvalidRequestException($"{file} has no caption: there is no {caption}.");
            }),
    ];

    private static CaptionedVideo Checked(string name, string path, string caption, string where)
    {
        string[] words = caption.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0
            ? new CaptionedVideo(name, path, string.Join(' ', words))
            : throw new InvalidRequestException($"The caption of {name} is empty ({where}).");
    }

    // An empty last line is the end of the one before it.
    private static List<string> Lines(string file)
    {
        if (!File.Exists(file))
            throw new InvalidRequestException($"There is no {file}.");
        List<string> lines = [.. File.ReadAllLines(file).Select(line => line.Trim())];
        while (lines is [.., ""])
            lines.RemoveAt(lines.Count - 1);
        return lines;
    }
}
