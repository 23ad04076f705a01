using System.Security.Cryptography;

namespace CogSpace.PostProcess.Media;

/// <summary>
/// A file in the making. It lies beside the finished one under a hidden name and takes that name in one step, or none at all.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly string _path;
    private readonly string _fullPath;

    private PartFile(string path, string folder, string name)
    {
        (_path, _fullPath, Folder, Name) = (path, Path.GetFullPath(path), folder, name);
    }

    public string Folder { get; }

    /// <summary>Without the folder. Of letters, digits and dots, whatever the finished file is called.</summary>
    public string Name { get; }

    /// <summary>For what is only needed while this one is made, beside it.</summary>
    /// <param name="ending">Of letters.</param>
    public string NameOf(string ending) => Path.ChangeExtension(Name, ending);

    public bool IsEmpty => new FileInfo(PartPath) is not { Exists: true, Length: > 0 };

    private string PartPath => Path.Combine(Folder, Name);

    /// <exception cref="MediaException">No file can be written there.</exception>
    public static PartFile Create(string path)
    {
        RefuseFolder(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new MediaException($"Cannot write {path}: there is no folder {folder}.");

        var part = new PartFile(path, folder, $".{RandomNumberGenerator.GetHexString(12, lowercase: true)}.part");
        part.Try(() => new FileStream(part.PartPath, FileMode.CreateNew).Dispose());
        return part;
    }

    /// <summary>Publishes files that belong together: none of them, if one of their names is taken by a folder.</summary>
    /// <exception cref="MediaException">A name cannot be taken.</exception>
    public static void PublishAll(params ReadOnlySpan<PartFile> parts)
    {
        foreach (var part in parts)
            RefuseFolder(part._path);
        foreach (var part in parts)
            part.Publish();
    }

    /// <summary>Gives the file its name; a file of that name is replaced.</summary>
    /// <exception cref="MediaException">The name cannot be taken.</exception>
    public void Publish() => Try(() => File.Move(PartPath, _fullPath, overwrite: true));

    public void Dispose()
    {
        try
        {
            File.Delete(PartPath); // once it is published there is nothing of this name
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder itself is gone or closed: what led here says more than this would.
        }
    }

    private static void RefuseFolder(string path)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw new MediaException($"Cannot write {path}: that is a folder, not a file.");
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException($"Cannot write {_path}: {e.Message}", e);
        }
    }
}
