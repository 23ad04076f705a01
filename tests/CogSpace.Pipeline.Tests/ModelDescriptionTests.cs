namespace CogSpace.Pipeline.Tests;

public sealed class ModelDescriptionTests
{
    [Fact]
    public void Read_TellsTaskAndSize()
    {
        var (text, image) = (ModelDescription.Read(Repository.TinyModel), ModelDescription.Read(Repository.TinyImageModel));
        Assert.Equal(("cogspace-tiny", ModelTask.TextToVideo), (text.Name, text.Task));
        Assert.Equal(("cogspace-tiny-i2v", ModelTask.ImageToVideo), (image.Name, image.Task));
        Assert.InRange(text.Bytes, 8_000_000, 10_000_000);
    }

    [Fact]
    public void Read_Links_CountsWhatTheyLeadTo()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(Repository.TinyModel, "*", SearchOption.AllDirectories))
        {
            string link = folder[Path.GetRelativePath(Repository.TinyModel, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, file);
        }

        Assert.Equal(ModelDescription.Read(Repository.TinyModel).Bytes, ModelDescription.Read(folder.FullPath).Bytes);
    }
}
