using CogSpace.Pipeline;

namespace CogSpace.Generation.Tests;

/// <summary>What lists say of an installed model is what a request for its own video would hear.</summary>
public sealed class UsualFitTests : IDisposable
{
    private static readonly PipelineOptions Options = new() { Device = "cpu", Type = ComputeType.BF16 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_InstalledModel_SaysWhatGenerateWouldSay()
    {
        var model = ModelDescription.Read(
            WideModel.Write(_folder["model"], Repository.TinyModel, heads: 30, blocks: 4, textBlocks: 4));
        var plan = RequestPlanner.Load(model.Folder).Plan(new TextToVideo { Prompt = "a red circle", Seed = 1 });
        var estimator = MemoryEstimator.Load(model.Folder, Options);
        var preflight = new MemoryPreflight(estimator, Options);
        var needs = estimator.Of(plan);
        var fit = new UsualFit(Options);

        Assert.Equal(needs.Resident, fit.Of(model, free: null)!.Need);
        foreach (long free in new[] { 2 * needs.Resident, needs.Resident, needs.Sequential })
            Assert.Equal(preflight.Choose(plan, free), fit.Of(model, free));
        Assert.Null(fit.Of(model, free: 100_000_000));
    }

    [Fact]
    public void Of_ModelForImages_CountsTheImage()
    {
        var model = ModelDescription.Read(Repository.TinyImageModel);
        var plan = RequestPlanner.Load(model.Folder).Plan(new ImageToVideo { Prompt = "a red circle", Seed = 1, Image = "" });

        Assert.Equal(
            MemoryEstimator.Load(model.Folder, Options).Of(plan).Resident, new UsualFit(Options).Of(model, free: null)!.Need);
    }

    [Fact]
    public void Of_DamagedModel_SaysWhatIsWrong()
    {
        var model = ModelDescription.Read(
            WideModel.Write(_folder["model"], Repository.TinyModel, heads: 30, blocks: 1, textBlocks: 1));
        File.WriteAllText(Path.Combine(model.Folder, "transformer", "diffusion_pytorch_model.safetensors"), "nothing");

        Assert.Contains(
            "diffusion_pytorch_model",
            Assert.Throws<ModelLoadException>(() => new UsualFit(Options).Of(model, free: null)).Message,
            StringComparison.Ordinal);
    }
}
