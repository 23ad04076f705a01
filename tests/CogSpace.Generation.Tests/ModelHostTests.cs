using CogSpace.Pipeline;

namespace CogSpace.Generation.Tests;

/// <summary>One model at a time: the old one is freed before the new one is loaded.</summary>
public sealed class ModelHostTests
{
    [Fact]
    public async Task LoadAsync_AnotherModel_FreesTheFirstBeforeItLoads()
    {
        using var host = new ModelHost(new PipelineOptions { Device = "cpu", Type = ComputeType.F32 });
        var cancel = TestContext.Current.CancellationToken;
        var (text, image) = (Model.Open(Repository.TinyModel), Model.Open(Repository.TinyImageModel));
        using var folder = new TemporaryFolder();
        var damaged = Model.Open(folder.CopyOf(Repository.TinyModel));
        File.WriteAllText(Path.Combine(damaged.Info.Folder, "transformer", "diffusion_pytorch_model.safetensors"), "nothing");
        int loads = 0;
        var first = await host.LoadAsync(text, () => loads++, cancel: cancel);
        Assert.Same(first, await host.LoadAsync(text, () => loads++, cancel: cancel));
        Assert.Equal(1, loads);

        // What cannot be loaded shows the order: by then the first is gone.
        await Assert.ThrowsAsync<ModelLoadException>(() => host.LoadAsync(damaged, cancel: cancel));
        Assert.NotSame(first, await host.LoadAsync(text, () => loads++, cancel: cancel));
        Assert.NotNull(await host.LoadAsync(image, () => loads++, cancel: cancel));
        Assert.Equal(3, loads);
    }
}
