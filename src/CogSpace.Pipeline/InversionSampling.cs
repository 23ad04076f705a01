using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>Which frames of a video are walked to noise: as many as the autoencoder gives back as it got them.</summary>
/// <remarks>
/// Source: CogVideo inference/ddim_inversion.py, get_video_frames. Differs: there 4k + 1 frames are taken, of which up to
/// three more come back.
/// </remarks>
internal sealed class InversionSampling(PipelineShape shape)
{
    /// <exception cref="InvalidRequestException">No frames are left.</exception>
    public FrameSampling Sample(VideoInversion request, VideoInfo video, List<string> notes)
    {
        if (request.SkipStart < 0 || request.SkipEnd < 0)
            throw new InvalidRequestException(
                $"{Math.Min(request.SkipStart, request.SkipEnd)} frames cannot be skipped: choose 0 or more.");
        if (request.Stride < 1)
            throw new InvalidRequestException($"A stride of {request.Stride} is not possible: choose 1 or more.");
        int most = request.Frames ?? shape.Transformer.SampleFrames;
        if (most < 1)
            throw new InvalidRequestException($"{most} frames are not possible: choose 1 or more.");
        long left = (long)video.Frames - request.SkipStart - request.SkipEnd;
        if (left < 1)
            throw new InvalidRequestException(
                $"No frames are left: the video has {video.Frames}, and {(long)request.SkipStart + request.SkipEnd} are skipped."
            );

        var rest = video with { Frames = (int)left };
        var sampling = request.Stride is { } stride
            ? new FrameSampling(stride, Math.Min(most, ((rest.Frames - 1) / stride) + 1), rest.FramesPerSecond / stride)
            : FrameSampling.Choose(rest, shape.FramesPerSecond, most);
        int count = FrameCounts.Unchanged(sampling.Count, shape.Vae, shape.Transformer.FramesPerPatch);
        if (count == 0)
            throw new InvalidRequestException(
                $"The video is too short for this model: {sampling.Count} of its frames would be taken, and the model " +
                $"needs at least {2 * shape.FrameStride}."
            );
        if (count < sampling.Count)
            notes.Add(
                $"{count} frames of the video were taken instead of {sampling.Count}, because the model works in " +
                $"groups of {2 * shape.FrameStride}."
            );
        double skipped = request.SkipStart / video.FramesPerSecond;
        return sampling with { Count = count, First = (int)Math.Round(skipped * sampling.SourceFramesPerSecond) };
    }
}
