using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests;

/// <summary>A step cache is part of a request: of that one alone.</summary>
public sealed class StepCacheRequestTests
{
    private static readonly TextToVideo Request = new()
    {
        Prompt = "a red circle moves up on a white background",
        Seed = 3,
        Steps = 6,
        Frames = 9,
        Scheduler = SchedulerKind.Ddim,
    };

    [Fact]
    public async Task GenerateAsync_ThresholdThatNothingPasses_SkipsNothing()
    {
        using var pipeline = Load(MemoryMode.Resident);
        byte[] exact = await BytesAsync(pipeline, Request),
            cached = await BytesAsync(pipeline, Request with { StepCache = 1e-9 });
        // one batch for both halves of the guidance
        Assert.All(exact.Zip(cached), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Fact]
    public async Task GenerateAsync_LargeThreshold_ChangesThatVideoAlone()
    {
        using var pipeline = Load(MemoryMode.Resident);
        byte[] exact = await BytesAsync(pipeline, Request);
        byte[] cached = await BytesAsync(pipeline, Request with { StepCache = 1 });

        Assert.NotEqual(exact, cached);
        Assert.Equal(cached, await BytesAsync(pipeline, Request with { StepCache = 1 }));
        Assert.Equal(exact, await BytesAsync(pipeline, Request));
    }

    [Theory]
    [InlineData(MemoryMode.Model)]
    [InlineData(MemoryMode.Sequential)]
    public async Task GenerateAsync_EveryMemoryMode_SameFrames(MemoryMode mode)
    {
        var request = Request with { StepCache = 1 };
        using var resident = Load(MemoryMode.Resident);
        using var other = Load(mode);
        Assert.Equal(await BytesAsync(resident, request), await BytesAsync(other, request));
    }

    [Fact]
    public async Task GenerateAsync_WithLora_ComparesWithinItsOwnRun()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder["lora"],
        [
            ("transformer_blocks.0.attn1.to_q.lora_A.weight", ElementType.F32, [1, 128], Bits.OfRandom(1, 128)),
            ("transformer_blocks.0.attn1.to_q.lora_B.weight", ElementType.F32, [128, 1], Bits.OfRandom(2, 128)),
        ]);
        var request = Request with { StepCache = 1 };
        var withLora = request with { Loras = [new LoraFile(folder["lora"])] };
        using var once = Load(MemoryMode.Resident);
        using var after = Load(MemoryMode.Resident);

        byte[] alone = await BytesAsync(once, withLora);
        byte[] without = await BytesAsync(after, request);
        Assert.NotEqual(without, alone);
        Assert.Equal(alone, await BytesAsync(after, withLora));
        Assert.Equal(without, await BytesAsync(after, request));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Plan_ImpossibleStepCache_SaysWhatToTake(double stepCache)
    {
        var refused = Assert.Throws<InvalidRequestException>(() =>
            Tiny.Plan(Request with { StepCache = stepCache })
        );
        Assert.Contains("is not possible: choose 0 (every step is computed) to 1.", refused.Message, StringComparison.Ordinal);
    }

    private static CogVideoXPipeline Load(MemoryMode mode) =>
        Model.Open(Repository.TinyModel).Load(new PipelineOptions
        {
            Device = "cpu",
            Type = ComputeType.F32,
            Memory = mode,
        }
        );

    private static async Task<byte[]> BytesAsync(CogVideoXPipeline pipeline, GenerationRequest request)
    {
        var frames = new List<Frame>();
        await foreach (var frame in pipeline.GenerateAsync(Tiny.Plan(request)))
            frames.Add(frame);
        return [.. frames.SelectMany(frame => frame.Pixels.ToArray())];
    }
}
