using CogSpace.DrawnClips.Drawing;
using CogSpace.Pipeline;

namespace CogSpace.Benchmarks.Drawn;

/// <summary>A small model that makes what drawn clips show, and hands over the frames themselves, before any encoder.</summary>
internal sealed class ClipMaker : IDisposable
{
    private const double Guidance = 6;

    private readonly Model _model;
    private readonly CogVideoXPipeline _pipeline;

    /// <param name="name">Of the model's folder in models.</param>
    public ClipMaker(string name)
    {
        _model = Model.Open(Path.Combine(Report.Root, "models", name));
        _pipeline = _model.Load(new PipelineOptions { Device = "cpu" });
    }

    public string Type => _pipeline.Type;

    /// <summary>From the prompt alone.</summary>
    public Task<IReadOnlyList<Frame>> MakeAsync(string prompt, ulong seed, int steps, LoraFile? lora = null) => RunAsync(
        new TextToVideo
        {
            Prompt = prompt, Seed = seed, Steps = steps, Guidance = Guidance, Scheduler = SchedulerKind.Dpm,
            Loras = lora is null ? null : [lora],
        });

    /// <summary>From the first frame.</summary>
    public Task<IReadOnlyList<Frame>> ContinueAsync(string prompt, Frame first, ulong seed, int steps) => RunAsync(
        new ImageToVideo
        {
            Prompt = prompt, Seed = seed, Steps = steps, Guidance = Guidance, Scheduler = SchedulerKind.Dpm, Image = "first.png",
        },
        [first]);

    /// <summary>From another video.</summary>
    public Task<IReadOnlyList<Frame>> RestyleAsync(
        string prompt, IReadOnlyList<Frame> video, double strength, ulong seed, int steps) => RunAsync(
        new VideoToVideo
        {
            Prompt = prompt, Seed = seed, Steps = steps, Guidance = Guidance, Scheduler = SchedulerKind.Dpm,
            Video = "source.mp4", Strength = strength,
        },
        video,
        new VideoInfo(video[0].Width, video[0].Height, video.Count, DrawnClip.FramesPerSecond));

    public void Dispose() => _pipeline.Dispose();

    private async Task<IReadOnlyList<Frame>> RunAsync(
        GenerationRequest request, IReadOnlyList<Frame>? source = null, VideoInfo? video = null) =>
        await _pipeline.GenerateAsync(
            _model.Plan(request, video), source is null ? null : new VideoClip(source, DrawnClip.FramesPerSecond)).ToListAsync();
}
