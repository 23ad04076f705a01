namespace CogSpace.Pipeline.Tests;

/// <summary>An empty folder that goes away with the test.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("cogspace-pipeline-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Copies the small model here, so that a test can damage it.</summary>
    public string CopyOf(string model)
    {
        foreach (string file in Directory.EnumerateFiles(model, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(Folder, Path.GetRelativePath(model, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return Folder;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
