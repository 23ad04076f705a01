using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;
using CogSpace.Training;

namespace CogSpace.Generation.Training;

/// <summary>Brings the videos of a data folder to what a model learns from.</summary>
internal sealed class ClipPreparation(
    TrainingRequest request, Model model, PipelineOptions compute, VideoReader videos, IProgress<TrainingStatus>? progress)
{
    private readonly List<string> _notes = [];

    /// <summary>What the person should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Looks at the videos, and chooses what is taken of them.</summary>
    /// <exception cref="CogSpaceException">A caption or a video is bad, and bad ones are not to be left out.</exception>
    public async Task<IReadOnlyList<(CaptionedVideo Video, PlannedFrames Clip)>> PlanAsync(CancellationToken cancel)
    {
        var listed = ClipList.Read(request.Data, request.Captions, request.Videos);
        var planned = new List<(CaptionedVideo, PlannedFrames)>();
        foreach (var (i, video) in listed.Index())
        {
            progress?.Report(new TrainingStatus(TrainingStage.Reading, i, listed.Count));
            var clip = await TryAsync(video, async () => model.PlanTrainingClip(
                await videos.ProbeAsync(video.Path, cancel), request.Width, request.Height, request.Frames));
            if (clip is not null)
                planned.Add((video with { Caption = $"{request.Prefix}{video.Caption}" }, clip));
        }

        return planned.Count > 0
            ? planned
            : throw new InvalidRequestException($"None of the {listed.Count} videos in {request.Data} can be learned from.");
    }

    /// <summary>
    /// Encodes what was not encoded before. The encoders are loaded only if something is, and freed at the end.
    /// </summary>
    /// <exception cref="CogSpaceException">A video is bad, and bad ones are not to be left out; or the disk is full.</exception>
    public async Task<TrainingData> EncodeAsync(
        IReadOnlyList<(CaptionedVideo Video, PlannedFrames Clip)> planned, CancellationToken cancel)
    {
        var cache = new ClipCache(Path.Combine(request.Data, ClipCache.FolderName), model.DigestEncoders(), compute.Type);
        cache.Create();
        var encoder = new Lazy<ClipEncoder>(() => model.LoadClipEncoder(compute));
        try
        {
            var clips = new List<TrainingClip>();
            foreach (var (i, (video, clip)) in planned.Index())
            {
                progress?.Report(new TrainingStatus(TrainingStage.Encoding, i, planned.Count));
                var (file, seed) = cache.Of(await FileHash.OfAsync(video.Path, cancel), clip, video.Caption);
                if (File.Exists(file) || await TryAsync(video, EncodeAsync) is not null)
                    clips.Add(new TrainingClip(video.Name, file));

                async Task<VideoClip> EncodeAsync()
                {
                    var frames = await videos.ReadClipAsync(
                        video.Path, clip.Sampling!, Crop.Centred, clip.Made.Width, clip.Made.Height, new SourceReport(), cancel);
                    await encoder.Value.EncodeAsync(frames, video.Caption, seed, file, cancel);
                    return frames;
                }
            }

            string noPrompt = cache.Of("");
            if (!File.Exists(noPrompt))
                await encoder.Value.EncodePromptAsync("", noPrompt, cancel);
            return new TrainingData(clips, noPrompt);
        }
        finally
        {
            if (encoder.IsValueCreated)
                encoder.Value.Dispose();
        }
    }

    // Names the video in what is wrong with it. -> null: it is left out
    private async Task<T?> TryAsync<T>(CaptionedVideo video, Func<Task<T>> use)
        where T : class
    {
        try
        {
            return await use();
        }
        catch (CogSpaceException e) when (e is MediaException or InvalidRequestException)
        {
            string problem = e.Message.Contains(video.Name, StringComparison.Ordinal) ? e.Message : $"{video.Name}: {e.Message}";
            if (!request.SkipsBadClips)
                throw new InvalidRequestException(problem);
            _notes.Add($"Left out: {problem}");
            return null;
        }
    }
}
