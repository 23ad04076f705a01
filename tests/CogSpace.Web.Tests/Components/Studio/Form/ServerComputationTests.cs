using CogSpace.Generation;
using CogSpace.Generation.Hub;
using CogSpace.Web.Components.Studio.Form;
using CogSpace.Web.Models;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Components.Studio.Form;

/// <summary>Whether a video that was computed elsewhere would be the same here.</summary>
public sealed class ServerComputationTests
{
    private const string Model = "cogspace-tiny";

    [Theory]
    [InlineData("float32", null, false, null)]
    [InlineData(
        "bfloat16", null, false,
        "It was computed in bfloat16 and this server computes in float32, so it will differ a little.")]
    [InlineData(
        "float32", "int8", false,
        "It was computed in float32 with weights in int8 and this server computes in float32, so it will differ a little.")]
    [InlineData(
        "float32", null, true,
        "Its pictures were cut into tiles to save memory. Where that is not needed, it will differ a little.")]
    public void ADifference_IsSaid(string type, string? weights, bool tiled, string? sentence)
    {
        var options = Options.Create(new ModelsOptions { Folder = Repository.Models });
        var menu = new ModelMenu(
            options, new HubOptions { CacheFolder = Path.Combine(AppContext.BaseDirectory, "no-cache") },
            new ModelCatalog(Repository.Models), TimeProvider.System);

        Assert.Equal(
            sentence,
            new ServerComputation(menu, new Maker(), options).DifferenceTo(
                new Computation(type, "cpu") { Weights = weights, Tiled = tiled }, Model));
    }

    private sealed class Maker : IVideoMaker
    {
        public DeviceReport? Device { get; } = new(
            "cpu", Enum.GetValues<ComputeType>().ToDictionary(type => type, _ => ComputeType.F32));

        public Task<DeviceReport> DescribeDeviceAsync(CancellationToken cancel = default) => Task.FromResult(Device!);

        public long? MeasureFreeMemory() => null;

        public Task StartAsync(CancellationToken cancel = default) => Task.CompletedTask;

        public Task LoadAsync(ModelInfo model, ComputeType? type = null, CancellationToken cancel = default) =>
            Task.CompletedTask;

        public Task<GenerationResult> GenerateAsync(
            GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
            ComputeType? type = null, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<PostProcessingResult> PostProcessAsync(
            string video, PostProcessing postProcessing, GenerationOutput output,
            IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default) =>
            throw new NotSupportedException();
    }
}
