using System.Security.Cryptography;

namespace CogSpace;

/// <summary>
/// A file in the making. It lies beside its place under a hidden name and takes its own name in one step, or leaves nothing.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    /// <summary>Unfinished files have names that begin with this.</summary>
    public const string HiddenPrefix = ".";

    private readonly string _path;
    private readonly string _fullPath;
    private readonly bool _isDurable;

    private AtomicFile(string path, bool isDurable)
    {
        (_path, _fullPath, _isDurable) = (path, Path.GetFullPath(path), isDurable);
        Folder = Path.GetDirectoryName(_fullPath) ?? _fullPath;
    }

    /// <summary>Where the file is and will be; an absolute path.</summary>
    public string Folder { get; }

    /// <summary>The name until <see cref="Commit()"/>, without the folder: letters, digits and dots only.</summary>
    public string HiddenName { get; } =
        $"{HiddenPrefix}{RandomNumberGenerator.GetHexString(12, lowercase: true)}.part";

    /// <summary>The path until <see cref="Commit()"/>: what has to be written.</summary>
    public string HiddenPath => Path.Combine(Folder, HiddenName);

    public bool IsEmpty => new FileInfo(HiddenPath) is not { Exists: true, Length: > 0 };

    /// <summary>Creates an empty file beside the place of the finished one.</summary>
    /// <param name="path">The finished file. One that is there stays until <see cref="Commit()"/> replaces it.</param>
    /// <param name="isDurable">Once committed, the file survives a power cut.</param>
    /// <exception cref="CogSpaceException">No file can be written there.</exception>
    public static AtomicFile Create(string path, bool isDurable = false)
    {
        if (path.Length == 0)
            throw new CogSpaceException("Cannot write \"\": give the name of a file.");
        var file = new AtomicFile(path, isDurable);
        file.RefuseOthers();
        if (!Directory.Exists(file.Folder))
            throw new CogSpaceException($"Cannot write {path}: there is no folder {file.Folder}.");
        file.Try(() => new FileStream(file.HiddenPath, FileMode.CreateNew).Dispose());
        return file;
    }

    /// <summary>Writes a whole file.</summary>
    /// <inheritdoc cref="Create"/>
    public static void Write(string path, Action<FileStream> write, bool isDurable = false)
    {
        using var file = Create(path, isDurable);
        file.Try(() =>
        {
            using var stream = new FileStream(file.HiddenPath, FileMode.Open, FileAccess.Write, FileShare.None);
            write(stream);
        });
        file.Commit();
    }

    /// <inheritdoc cref="Write(string, Action{FileStream}, bool)"/>
    public static void Write(string path, byte[] bytes, bool isDurable = false) =>
        Write(path, stream => stream.Write(bytes), isDurable);

    /// <summary>
    /// Commits files that belong together, all or none: after a failure each name has the file that it had before.
    /// </summary>
    /// <param name="files">Null: not wanted.</param>
    /// <exception cref="CogSpaceException">A name cannot be taken.</exception>
    public static void CommitAll(params ReadOnlySpan<AtomicFile?> files)
    {
        var all = files.ToArray().OfType<AtomicFile>().ToList();
        all.ForEach(file => file.RefuseOthers());
        var begun = new Stack<AtomicFile>();
        try
        {
            foreach (var file in all.SkipLast(1))
            {
                begun.Push(file);
                file.SetOlderAside();
                file.Commit();
            }

            all.LastOrDefault()?.Commit();      // nothing follows, so nothing can make it undone
        }
        catch
        {
            foreach (var file in begun)
                file.TryUndo();
            throw;
        }

        foreach (var file in begun)
            Disk.TryDelete(file.OlderPath);
    }

    /// <summary>A name beside this one, for a file that is needed only while this one is made.</summary>
    /// <param name="extension">Letters only.</param>
    public string HiddenNameWith(string extension) => Path.ChangeExtension(HiddenName, extension);

    /// <summary>Gives the file its name; a file of that name is replaced.</summary>
    /// <exception cref="CogSpaceException">The name cannot be taken.</exception>
    public void Commit() => Try(() =>
    {
        if (_isDurable)
            Disk.Flush(HiddenPath);
        File.Move(HiddenPath, _fullPath, overwrite: true);
        if (_isDurable)
            Disk.FlushFolder(Folder);
    });

    /// <summary>Deletes the file, unless it was committed.</summary>
    public void Dispose() => Disk.TryDelete(HiddenPath);

    private string OlderPath => Path.Combine(Folder, HiddenNameWith("older"));

    private void SetOlderAside() => Try(() =>
    {
        if (File.Exists(_fullPath))
            File.Move(_fullPath, OlderPath);
    });

    private void TryUndo()
    {
        try
        {
            if (!File.Exists(HiddenPath))
                File.Delete(_fullPath);
            if (File.Exists(OlderPath))
                File.Move(OlderPath, _fullPath);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            // What was there stays under its hidden name; the first failure is the one that is reported.
        }
    }

    private void RefuseOthers()
    {
        if (Directory.Exists(_fullPath) || Path.EndsInDirectorySeparator(_fullPath))
            throw new CogSpaceException($"Cannot write {_path}: it is a folder; give the name of a file.");
        if (Disk.IsSpecial(_fullPath))
            throw new CogSpaceException($"Cannot write {_path}: it is a device, a pipe or a socket; give the name of a file.");
    }

    private void Try(Action act) => Disk.Try($"Cannot write {_path}", act);
}
