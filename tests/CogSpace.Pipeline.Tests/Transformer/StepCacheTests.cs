using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Weights;

namespace CogSpace.Pipeline.Tests.Transformer;

/// <summary>How many blocks a step computes.</summary>
public sealed class StepCacheTests : IDisposable
{
    private const int Steps = 4;

    private readonly TransformerConfig _config;
    private readonly CogVideoXTransformer _transformer;
    private readonly DisposeScope _scope = NewDisposeScope();
    private int _blocks;

    public StepCacheTests()
    {
        var model = ModelFolder.Open(Repository.TinyModel);
        _config = model.ReadTransformerConfig();
        _transformer = model.LoadTransformer(_config, new WeightStorage(ScalarType.Float32, CPU));
    }

    public void Dispose()
    {
        _scope.Dispose();
        _transformer.Dispose();
    }

    [Fact]
    public void Forward_InputThatDoesNotChange_ComputesTheFirstBlockAndComesToTheSame()
    {
        using var cache = new StepCache(0.01, Steps);
        var latents = Latents(seed: 1);
        var first = Forward(latents, cache, _config.NumLayers);
        var second = Forward(latents, cache, blocks: 1);

        Assert.InRange(Largest(second - first), 0, 1e-4f);
        Assert.Equal(1, cache.Skipped);
    }

    [Fact]
    public void Forward_InputThatChanges_ComputesAllBlocks()
    {
        using var cache = new StepCache(0.01, Steps);
        Forward(Latents(seed: 1), cache, _config.NumLayers);
        var cached = Forward(Latents(seed: 2), cache, _config.NumLayers);

        Assert.Equal(0, Largest(cached - Forward(Latents(seed: 2), null, _config.NumLayers)));
    }

    [Fact]
    public void Forward_FirstAndLastStep_ComputeAllBlocks()
    {
        using var cache = new StepCache(1, Steps);
        int[] blocks = [_config.NumLayers, 1, 1, _config.NumLayers];
        foreach (int expected in blocks)
            Forward(Latents(seed: 1), cache, expected);
    }

    [Fact]
    public void Forward_ComparesWithTheLastComputedStep_SoThatSmallChangesAddUp()
    {
        using var cache = new StepCache(0.1, 1000);
        var (from, to) = (Latents(seed: 1), Latents(seed: 2));
        Forward(from, cache, _config.NumLayers);
        int computed = Enumerable.Range(1, 40).Count(i =>
        {
            int skipped = cache.Skipped;
            Forward((from * (1 - (i / 40.0))) + (to * (i / 40.0)), cache, blocks: null);
            return cache.Skipped == skipped;
        });

        Assert.InRange(computed, 2, 30);
    }

    [Fact]
    public void Forward_OneHalfThatChanges_ComputesBoth()
    {
        using var cache = new StepCache(0.05, Steps);
        Forward(cat([Latents(1), Latents(1)]), cache, _config.NumLayers);
        Forward(cat([Latents(1), Latents(2)]), cache, _config.NumLayers);
        Forward(cat([Latents(1), Latents(2)]), cache, blocks: 1);
    }

    [Fact]
    public void Forward_NumbersThatOverflowed_ComputeAllBlocks()
    {
        using var cache = new StepCache(1, Steps);
        Forward(Latents(1), cache, _config.NumLayers);
        Forward(Latents(1) * double.NaN, cache, _config.NumLayers);
        Forward(Latents(1), cache, _config.NumLayers);
    }

    [Fact]
    public void Of_Zero_IsNone() => Assert.Null(StepCache.Of(0, Steps));

    private static Tensor Latents(int seed)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return randn([1, 3, 8, 8, 12], dtype: ScalarType.Float32, device: CPU, generator: generator);
    }

    private static float Largest(Tensor x) => x.abs().max().item<float>();

    private Tensor Forward(Tensor latents, StepCache? cache, int? blocks)
    {
        long batch = latents.shape[0];
        var text = zeros([batch, _config.MaxTextSeqLength, _config.TextEmbedDim]);
        using var rotary = RotaryTable.For(_config, latents.shape[1], latents.shape[3], latents.shape[4], CPU);
        _blocks = 0;
        var output = _transformer.Forward(latents, text, full([batch], 500, dtype: ScalarType.Int64), rotary, Counting, cache);
        if (blocks is { } expected)
            Assert.Equal(expected, _blocks);
        return output;
    }

    private Tensor Counting(Tensor query, Tensor key, Tensor value)
    {
        _blocks++;
        return Attention.ToItself(query, key, value);
    }
}
