namespace CogSpace.Tests;

/// <summary>A folder of its own for one test; it goes away with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("cogspace-test-").FullName;

    /// <summary>Everything in it, hidden files too.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(FullPath).Select(entry => Path.GetFileName(entry)!);

    public string this[params ReadOnlySpan<string> parts] => Path.Combine([FullPath, .. parts]);

    /// <summary>Copies a folder's files here, so that a test can damage them.</summary>
    public string CopyOf(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(FullPath, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return FullPath;
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
