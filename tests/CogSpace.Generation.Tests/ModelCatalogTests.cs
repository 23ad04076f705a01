namespace CogSpace.Generation.Tests;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_UnchangedFolder_IsTheSameModel_UntilAFileChanges()
    {
        _folder.CopyOf(Repository.Models);
        var catalog = new ModelCatalog(_folder.FullPath);
        var first = catalog.Find("cogspace-tiny");
        Assert.Same(first, catalog.Find("cogspace-tiny"));
        Assert.Equal(4, catalog.CountTokens(first, "a red circle"));
        Assert.Contains(first, catalog.Installed());

        string config = _folder["cogspace-tiny", "transformer/config.json"];
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"max_text_seq_length\": 64", "\"max_text_seq_length\": 32"));

        var second = catalog.Find("cogspace-tiny");
        Assert.Equal((64, 32), (first.TokenLimit, second.TokenLimit));
        Assert.Same(second, catalog.Find("cogspace-tiny"));

        // The first description still stands for the first model.
        File.WriteAllText(_folder["cogspace-tiny", "tokenizer/spiece.model"], "nothing");
        Assert.Equal(4, catalog.CountTokens(first, "a red circle"));
        Assert.Throws<ModelLoadException>(() => catalog.CountTokens(catalog.Find("cogspace-tiny"), "a red circle"));
    }

    [Fact]
    public void ADescription_OfAnotherCatalog_StandsForTheSameModel()
    {
        var model = new ModelCatalog(Repository.Models).Find("cogspace-tiny");
        var other = new ModelCatalog(_folder.FullPath);

        Assert.Equal(model, other.Find(model.Folder));
        Assert.Equal(4, other.CountTokens(model, "a red circle"));
        var plan = other.Plan(new TextToVideo { Prompt = "a red circle", Seed = 1 }, model);
        Assert.Equal(plan.Made, other.PlanFrames(model, source: null).Made);
    }

    [Fact]
    public void SmallestFor_AnEmptyFolder_SaysSo() => Assert.Equal(
        $"No model for this is installed in {_folder.FullPath}; name a model's folder.",
        Assert.Throws<CogSpaceException>(() => new ModelCatalog(_folder.FullPath).SmallestFor(ModelTask.TextToVideo)).Message);

    [Fact]
    public void ADescription_OfAModelThatIsGone_IsRefused()
    {
        var model = new ModelCatalog(Repository.Models).Find("cogspace-tiny") with { Folder = _folder["none"] };

        Assert.Contains(
            "there is no such folder",
            Assert.Throws<ModelLoadException>(() => new ModelCatalog(_folder.FullPath).CountTokens(model, "")).Message,
            StringComparison.Ordinal);
    }
}
