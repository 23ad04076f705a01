using CogSpace.Pipeline.Transformer;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests;

/// <summary>LoRAs are part of a request: the next one finds the model as it was.</summary>
public sealed class LoraRequestTests : IDisposable
{
    private static readonly TextToVideo Request = new() { Prompt = "a red circle", Seed = 3, Steps = 2, Frames = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GenerateAsync_WithLora_ChangesThatVideoAlone()
    {
        string lora = Write("transformer_blocks.1.attn1.to_q", Width);
        using var pipeline = Model.Open(Repository.TinyModel).Load(new PipelineOptions { Device = "cpu" });
        byte[] before = await FrameAsync(pipeline, Request);
        byte[] with = await FrameAsync(pipeline, Request with { Loras = [new LoraFile(lora)] });
        byte[] nothing = await FrameAsync(pipeline, Request with { Loras = [new LoraFile(lora, 0)] });
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var progress = new InlineProgress(report =>
            {
                if (report.Stage == GenerationStage.Denoising)
                    cancel.Cancel();
            });
            await foreach (
                var _ in pipeline.GenerateAsync(
                    Tiny.Plan(Request with { Loras = [new LoraFile(lora)] }), progress: progress, cancel: cancel.Token)
            ) { }
        });

        Assert.NotEqual(before, with);
        Assert.Equal(before, nothing);
        Assert.Equal(before, await FrameAsync(pipeline, Request));
    }

    [Fact]
    public void Plan_LoraOfAnotherModel_IsRefusedWithoutTheNetworks()
    {
        GenerationPlan Plan(string lora, double scale = 1) => Tiny.Plan(Request with { Loras = [new LoraFile(lora, scale)] });

        Assert.NotNull(Plan(Write("transformer_blocks.0.ff.net.2", 4 * Width, Width)));
        Assert.Contains(
            "transformer_blocks.41.attn1.to_q (not in the model)",
            Assert.Throws<ModelLoadException>(() => Plan(Write("transformer_blocks.41.attn1.to_q", Width))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            $"(3072 to 3072, in the model {Width} to {Width})",
            Assert.Throws<ModelLoadException>(() => Plan(Write("transformer_blocks.0.attn1.to_q", 3072))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "does not exist", Assert.Throws<ModelLoadException>(() => Plan(_folder["none"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidRequestException>(() => Plan(Write("transformer_blocks.0.attn1.to_q", Width), double.NaN));
    }

    private static int Width => TransformerConfig.Read(Path.Combine(Repository.TinyModel, "transformer", "config.json")).Width;

    private static async Task<byte[]> FrameAsync(CogVideoXPipeline pipeline, GenerationRequest request)
    {
        var frames = new List<Frame>();
        await foreach (var frame in pipeline.GenerateAsync(Tiny.Plan(request)))
            frames.Add(frame);
        return [.. frames.SelectMany(frame => frame.Pixels.ToArray())];
    }

    private string Write(string layer, int inputs, int? outputs = null)
    {
        string path = _folder[$"{layer}-{inputs}.safetensors"];
        SafetensorsWriter.Write(
            path,
            [
                ($"transformer.{layer}.lora_A.weight", ElementType.F32, [2, inputs], Bits.OfRandom(1, 2L * inputs)),
                (
                    $"transformer.{layer}.lora_B.weight", ElementType.F32, [outputs ?? inputs, 2],
                    Bits.OfRandom(2, 2L * (outputs ?? inputs))),
            ]
        );
        return path;
    }

    private sealed class InlineProgress(Action<GenerationProgress> report) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => report(value);
    }
}
