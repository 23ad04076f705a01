using CogSpace.Generation.Workers;

namespace CogSpace.Generation.Tests.Workers;

/// <summary>Nobody waits for a slow reader, and nothing is lost but old progress.</summary>
public sealed class OutboxTests : IDisposable
{
    private static readonly GenerationPreview Preview = new(1, new Frame(1, 1, new byte[3]));

    private readonly Outbox _outbox = new();

    public void Dispose() => _outbox.Dispose();

    [Fact]
    public async Task ProgressThatWaits_GivesWayToNewer_AndItsPreviewStays()
    {
        _outbox.Add(Denoised(1, Preview));
        _outbox.Add(Denoised(2));
        _outbox.Add(Progress(GenerationStage.Decoding, 1));
        _outbox.Add(new Loaded(null));
        _outbox.Add(Denoised(3));

        Assert.Equal(
            [Denoised(2, Preview), Progress(GenerationStage.Decoding, 1), new Loaded(null), Denoised(3)],
            [await TakeAsync(), await TakeAsync(), await TakeAsync(), await TakeAsync()]);
        Assert.False(TakeAsync().IsCompleted);
    }

    [Fact]
    public async Task StagesThatTakeTurns_DoNotFillTheMemory()
    {
        for (int i = 0; i < 10_000; i++)
            _outbox.Add(Progress(i % 2 == 0 ? GenerationStage.Decoding : GenerationStage.Upscaling, i));
        _outbox.Add(new Loaded(null));

        var taken = new List<WorkerMessage>();
        while (taken is [] or [.., not Loaded])
            taken.Add(await TakeAsync());
        Assert.InRange(taken.Count, 3, 200);
        Assert.Equal(Progress(GenerationStage.Upscaling, 9999), taken[^2]);
    }

    private static Progressed Denoised(int step, GenerationPreview? preview = null) =>
        Progress(GenerationStage.Denoising, step, preview);

    private static Progressed Progress(GenerationStage stage, int step, GenerationPreview? preview = null) =>
        new(new GenerationProgress(stage, step, 50, null) { Preview = preview });

    private Task<WorkerMessage> TakeAsync() => _outbox.TakeAsync(TestContext.Current.CancellationToken);
}
