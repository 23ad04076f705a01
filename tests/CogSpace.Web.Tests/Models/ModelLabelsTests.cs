using CogSpace.Generation;
using CogSpace.Web.Models;

namespace CogSpace.Web.Tests.Models;

/// <summary>A visitor sees which models are too large for the memory that videos may take.</summary>
public sealed class ModelLabelsTests : IDisposable
{
    private const string Warning = "may need more memory than is free";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_ModelThatFitsInNoWay_IsMarked_AndADamagedOneIsListedAllTheSame()
    {
        var options = new ModelsOptions
        {
            Folder = _folder.FullPath,
            Device = "cpu",
            Type = ComputeType.BF16,
            MemoryMegabytes = 700,
        };
        using var generator = Generator.Create(
            new GeneratorOptions { ModelsFolder = options.Folder, Pipeline = options.Pipeline });
        ModelInfo Wide(string name) => generator.Models.Find(
            WideModel.Write(_folder[name], Repository.TinyModel, heads: 30, blocks: 1, textBlocks: 1));
        ModelInfo[] models = [generator.Models.Find(Repository.TinyModel), Wide("wide"), Wide("damaged")];
        File.WriteAllText(Path.Combine(models[2].Folder, "vae", "diffusion_pytorch_model.safetensors"), "nothing");
        var labels = new ModelLabels(generator, generator).Of(models);

        Assert.DoesNotContain(Warning, labels[0].Label, StringComparison.Ordinal);
        Assert.Contains(Warning, labels[1].Label, StringComparison.Ordinal);
        Assert.Equal("damaged", labels[2].Name);
        Assert.DoesNotContain(Warning, labels[2].Label, StringComparison.Ordinal);
    }
}
