using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Weights;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests;

/// <summary>A cancelled video stops where it is: nothing more is begun, and the next one finds all as it was.</summary>
public sealed class CancelTests : IDisposable
{
    private static readonly TextToVideo Request = new()
    {
        Prompt = "a red circle moves up on a white background",
        Seed = 1,
        Steps = 3,
        Frames = 17,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(GenerationStage.ReadingPrompt, 6, true)]
    [InlineData(GenerationStage.Encoding, 6, false)]
    [InlineData(GenerationStage.Denoising, 1, false)]
    [InlineData(GenerationStage.Denoising, 1, true)]
    [InlineData(GenerationStage.Denoising, 6, false)]
    [InlineData(GenerationStage.Denoising, 6, true)]
    [InlineData(GenerationStage.Decoding, 6, true)]
    public async Task GenerateAsync_CancelledWithinAStage_ReportsNothingMore(GenerationStage stage, double guidance, bool lora)
    {
        using var pipeline = Model.Open(Repository.TinyModel).Load(
            new PipelineOptions { Device = "cpu", PreviewInterval = TimeSpan.Zero });
        var source = new VideoClip(
            [.. Enumerable.Range(0, 17).Select(i => new Frame(96, 64, [.. Enumerable.Repeat((byte)(10 * i), 96 * 64 * 3)]))],
            8);
        GenerationRequest request = new VideoToVideo
        {
            Prompt = Request.Prompt,
            Seed = 1,
            Steps = 3,
            Strength = 1,
            Guidance = guidance,
            Video = "",
            StepCache = 0.1,
            Loras = lora ? [new LoraFile(WriteLora())] : null,
        };
        var plan = Tiny.Plan(request, new VideoInfo(96, 64, 17, 8));
        var before = await RunAsync(CancellationToken.None, null);

        using var cancel = new CancellationTokenSource();
        int after = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(cancel.Token, report =>
        {
            after += cancel.IsCancellationRequested ? 1 : 0;
            if (report.Stage == stage && report.Step == report.Of / 2)      // within it, but for the prompt, which is one step
                cancel.Cancel();
        }));

        Assert.Equal(0, after);
        Assert.Equal(before, await RunAsync(CancellationToken.None, null));

        async Task<IReadOnlyList<byte[]>> RunAsync(CancellationToken token, Action<GenerationProgress>? heard)
        {
            var frames = new List<byte[]>();
            await foreach (
                var frame in pipeline.GenerateAsync(plan, source, heard is null ? null : new Heard(heard), cancel: token))
                frames.Add(frame.Pixels.ToArray());
            return frames;
        }
    }

    [Theory]
    [InlineData(GenerationStage.Encoding)]
    [InlineData(GenerationStage.ReadingPrompt)]
    [InlineData(GenerationStage.Inverting)]
    [InlineData(GenerationStage.Denoising)]
    public async Task InvertAsync_CancelledWithinAStage_ReportsNothingMore(GenerationStage stage)
    {
        using var pipeline = Model.Open(Repository.TinyModel).Load(new PipelineOptions { Device = "cpu" });
        var source = new VideoClip([.. Enumerable.Range(0, 17).Select(_ => new Frame(96, 64, new byte[96 * 64 * 3]))], 8);
        var plan = Tiny.Plan(
            new VideoInversion
            {
                Prompt = Request.Prompt,
                Seed = 1,
                Steps = 3,
                Video = "",
                Loras = [new LoraFile(WriteLora())],
            },
            new VideoInfo(96, 64, 17, 8)
        );
        using var cancel = new CancellationTokenSource();
        int after = 0;
        var progress = new Heard(report =>
        {
            after += cancel.IsCancellationRequested ? 1 : 0;
            if (report.Stage == stage && report.Step == report.Of / 2)
                cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.InvertAsync(plan, source, progress, cancel.Token));
        Assert.Equal(0, after);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]      // with guidance
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void Transformer_CancelledWithinABlock_BeginsNoOther(int batch, bool lora)
    {
        using var scope = NewDisposeScope();
        using var cancel = new CancellationTokenSource();
        var model = ModelFolder.Open(Repository.TinyModel);
        var config = model.ReadTransformerConfig();
        using var transformer = model.LoadTransformer(config, new WeightStorage(ScalarType.Float32, CPU));
        using var fused = transformer.Fuse(lora ? [new LoraFile(WriteLora())] : []);
        int blocks = 0;
        Tensor CancelInTheSecond(Tensor query, Tensor key, Tensor value)
        {
            if (++blocks == 2)
                cancel.Cancel();
            return Attention.ToItself(query, key, value);
        }

        Assert.Throws<OperationCanceledException>(() =>
            transformer.Forward(
                zeros([batch, 3, 8, 8, 12]), zeros([batch, config.MaxTextSeqLength, config.TextEmbedDim]),
                full([batch], 500, dtype: ScalarType.Int64), null, CancelInTheSecond, cancel: cancel.Token)
        );
        Assert.Equal(2, blocks);
    }

    [Fact]
    public void Fuse_Cancelled_LeavesTheLayersAsTheyWere()
    {
        using var scope = NewDisposeScope();
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var model = ModelFolder.Open(Repository.TinyModel);
        var config = model.ReadTransformerConfig();
        using var transformer = model.LoadTransformer(config, new WeightStorage(ScalarType.Float32, CPU));
        Tensor Forward() =>
            transformer.Forward(
                full([1, 3, 8, 8, 12], 1.0), zeros([1, config.MaxTextSeqLength, config.TextEmbedDim]),
                full([1], 500, dtype: ScalarType.Int64), null);
        var before = Forward();

        Assert.Throws<OperationCanceledException>(() => transformer.Fuse([new LoraFile(WriteLora())], cancel.Token));
        Assert.True(before.bytes.SequenceEqual(Forward().bytes));
    }

    [Fact]
    public void Vae_CancelledAfterAChunk_BeginsNoOther()
    {
        using var scope = NewDisposeScope();
        var model = ModelFolder.Open(Repository.TinyModel);
        using var vae = model.LoadVae(model.ReadVaeConfig(), new WeightStorage(ScalarType.Float32, CPU));
        foreach (
            var run in new Action<Action, CancellationToken>[]
            {
                (chunk, token) => vae.Encode(zeros([1, 3, 33, 64, 96]), encoded: chunk, cancel: token).Dispose(),
                (chunk, token) =>
                    Assert.All(
                        vae.Decode(zeros([1, 8, 9, 8, 12]), decoded: chunk, cancel: token), pixels => pixels.Dispose()),
            }
        )
        {
            using var cancel = new CancellationTokenSource();
            int chunks = 0;
            Assert.Throws<OperationCanceledException>(() => run(() =>
            {
                if (++chunks == 2)
                    cancel.Cancel();
            }, cancel.Token));
            Assert.Equal(2, chunks);
        }
    }

    private string WriteLora()
    {
        SafetensorsWriter.Write(_folder["lora"],
        [
            ("transformer_blocks.0.attn1.to_q.lora_A.weight", ElementType.F32, [1, 128], Bits.OfRandom(1, 128)),
            ("transformer_blocks.0.attn1.to_q.lora_B.weight", ElementType.F32, [128, 1], Bits.OfRandom(2, 128)),
        ]);
        return _folder["lora"];
    }
}
