using CogSpace.Pipeline;

namespace CogSpace.Generation.Tests;

/// <summary>What lists say of an installed model is what a request for its own video would hear.</summary>
public sealed class UsualVideoTests : IDisposable
{
    private static readonly PipelineOptions Options = new() { Device = "cpu", Type = ComputeType.BF16 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FindUsual_InstalledModel_SaysWhatGenerateWouldSay()
    {
        var model = Model.Open(
            WideModel.Write(_folder["model"], Repository.TinyModel, heads: 30, blocks: 4, textBlocks: 4));
        var plan = model.Plan(new TextToVideo { Prompt = "a red circle", Seed = 1 });
        var preflight = new MemoryPreflight(model, Options);
        var needs = model.Memory(plan, Options);

        Assert.Equal(needs.Resident, preflight.FindUsual(free: null)!.Need);
        foreach (long free in new[] { 2 * needs.Resident, needs.Resident, needs.Sequential })
            Assert.Equal(preflight.Choose(plan, free), preflight.FindUsual(free));
        Assert.Null(preflight.FindUsual(free: 100_000_000));
    }

    [Fact]
    public void FindUsual_ModelForImages_CountsTheImage()
    {
        var model = Model.Open(Repository.TinyImageModel);
        var plan = model.Plan(new ImageToVideo { Prompt = "a red circle", Seed = 1, Image = "" });

        Assert.Equal(
            model.Memory(plan, Options).Resident, new MemoryPreflight(model, Options).FindUsual(free: null)!.Need);
    }

    [Fact]
    public void FindUsual_DamagedModel_SaysWhatIsWrong()
    {
        var model = Model.Open(
            WideModel.Write(_folder["model"], Repository.TinyModel, heads: 30, blocks: 1, textBlocks: 1));
        File.WriteAllText(Path.Combine(model.Info.Folder, "transformer", "diffusion_pytorch_model.safetensors"), "nothing");

        Assert.Contains(
            "diffusion_pytorch_model",
            Assert.Throws<ModelLoadException>(() => new MemoryPreflight(model, Options).FindUsual(free: null)).Message,
            StringComparison.Ordinal);
    }
}
