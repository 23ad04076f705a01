namespace CogSpace.PostProcess.Tests.Media;

/// <summary>A folder of its own for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("cogspace-media-").FullName;

    /// <summary>Everything in it, hidden files too.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(FullPath).Select(entry => Path.GetFileName(entry)!);

    public string this[string name] => Path.Combine(FullPath, name);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
