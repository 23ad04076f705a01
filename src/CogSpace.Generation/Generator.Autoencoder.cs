using System.Globalization;
using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <content>A model's autoencoder by itself: a file to latents, latents to a file, or there and back.</content>
public sealed partial class Generator
{
    private const string RateNote = "frames_per_second";
    private const double UsualFramesPerSecond = 8;

    /// <summary>A picture or a video to a safetensors file of latents.</summary>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task<AutoencoderResult> EncodeAsync(
        AutoencoderSource source, ModelInfo model, string output, bool tiling = false,
        IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default)
    {
        OutputFiles.CheckWritable(output);
        var timings = new StageTimings(progress);
        using var encoded = await EncodeSourceAsync(source, model, tiling, timings, cancel);
        var (clip, plan, autoencoder, latents) = encoded;
        latents.Write(
            output,
            new Dictionary<string, string> { [RateNote] = clip.FramesPerSecond.ToString(CultureInfo.InvariantCulture) });
        return new AutoencoderResult(
            output, clip.Frames.Count, plan.Width, plan.Height, autoencoder.Type, autoencoder.Device, plan.Notes,
            timings.Finish());
    }

    /// <summary>A safetensors file of latents to an MP4.</summary>
    /// <param name="latentsFile">Of <see cref="EncodeAsync"/>, or kept by a generation.</param>
    /// <param name="framesPerSecond">Null: what the file says; 8 where it says nothing.</param>
    /// <param name="model">Whose autoencoder.</param>
    /// <param name="output">The MP4.</param>
    /// <param name="tiling">Whether large pictures are cut into tiles.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="cancel">Takes effect within one block.</param>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task<AutoencoderResult> DecodeAsync(
        string latentsFile, double? framesPerSecond, ModelInfo model, string output, bool tiling = false,
        IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default)
    {
        OutputFiles.CheckVideosWritable([output], []);
        var timings = new StageTimings(progress);
        using var autoencoder = await LoadAsync(model, tiling, timings, cancel);
        var (latents, notes) = autoencoder.Read(latentsFile);
        using (latents)
        {
            double rate = framesPerSecond ?? Rate(notes);
            await using var file = _writer.Create(output, rate, cancel: cancel);
            await new FrameLoop(GenerationStage.Decoding, timings) { FramesPerSecond = rate }.RunAsync(
                autoencoder.DecodeAsync(latents, timings, cancel), file, cancel);
            await VideoFile.PublishAllAsync(file);
            return new AutoencoderResult(
                output, file.Info.Frames, file.Info.Width, file.Info.Height, autoencoder.Type, autoencoder.Device,
                _writer.Notes(output, file.Info.Width),
                timings.Finish());
        }
    }

    /// <summary>A picture or a video to latents and back to an MP4.</summary>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task<AutoencoderResult> RoundTripAsync(
        AutoencoderSource source, ModelInfo model, string output, bool tiling = false,
        IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default)
    {
        OutputFiles.CheckVideosWritable([output], []);
        var timings = new StageTimings(progress);
        using var encoded = await EncodeSourceAsync(source, model, tiling, timings, cancel);
        var (clip, plan, autoencoder, latents) = encoded;
        await using var file = _writer.Create(output, clip.FramesPerSecond, cancel: cancel);
        var comparison = new FrameComparison(clip.Frames);
        var loop = new FrameLoop(GenerationStage.Decoding, timings)
        {
            FramesPerSecond = clip.FramesPerSecond,
            Seen = comparison.Add,
        };
        await loop.RunAsync(autoencoder.DecodeAsync(latents, timings, cancel), file, cancel);
        await VideoFile.PublishAllAsync(file);
        return new AutoencoderResult(
            output, clip.Frames.Count, plan.Width, plan.Height, autoencoder.Type, autoencoder.Device,
            [.. plan.Notes, .. _writer.Notes(output, plan.Width)], timings.Finish(), comparison.Decibels);
    }

    private async Task<Encoded> EncodeSourceAsync(
        AutoencoderSource source, ModelInfo model, bool tiling, StageTimings timings, CancellationToken cancel)
    {
        var (clip, plan) = await ReadAsync(source, model, timings, cancel);
        var autoencoder = await LoadAsync(model, tiling, timings, cancel);
        try
        {
            return new Encoded(clip, plan, autoencoder, await autoencoder.EncodeAsync(clip, source.Seed, timings, cancel));
        }
        catch
        {
            autoencoder.Dispose();
            throw;
        }
    }

    private async Task<(VideoClip Clip, AutoencoderPlan Plan)> ReadAsync(
        AutoencoderSource source, ModelInfo model, StageTimings timings, CancellationToken cancel)
    {
        timings.Report(new GenerationProgress(GenerationStage.ReadingSource, 0, 1, null));
        var opened = Models.Open(model);
        if (source.Image is not null)
        {
            var picture = await _images.ReadAsync(source.Image, cancel);
            var still = opened.PlanAutoencoder(
                new VideoInfo(picture.Width, picture.Height, 1, UsualFramesPerSecond), source.Width,
                source.Height, source.Frames);
            return (
                new VideoClip(
                    [PictureFitter.FitPicture(picture, Crop.Centred, still.Width, still.Height)], UsualFramesPerSecond),
                still
            );
        }

        var info = await _videos.ProbeAsync(source.Video!, cancel);
        var plan = opened.PlanAutoencoder(info, source.Width, source.Height, source.Frames);
        var report = new SourceReport();
        var clip = await _videos.ReadClipAsync(
            source.Video!, plan.Sampling, Crop.Centred, plan.Width, plan.Height, report, cancel);
        return (clip, plan with { Notes = [.. plan.Notes, .. report.Notes] });
    }

    private async Task<Autoencoder> LoadAsync(ModelInfo model, bool tiling, StageTimings timings, CancellationToken cancel)
    {
        timings.ReportLoading();
        return await Task.Run(() => _host.LoadAutoencoder(Models.Open(model), tiling), cancel);
    }

    private static double Rate(IReadOnlyDictionary<string, string> notes) =>
        double.TryParse(notes.GetValueOrDefault(RateNote), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate)
        && rate is > 0 and <= 1000
            ? rate
            : UsualFramesPerSecond;

    private sealed record Encoded(VideoClip Clip, AutoencoderPlan Plan, Autoencoder Autoencoder, VideoLatents Latents)
        : IDisposable
    {
        public void Dispose()
        {
            Latents.Dispose();
            Autoencoder.Dispose();
        }
    }
}
