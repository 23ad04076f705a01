namespace CogSpace.Pipeline.Conversion;

/// <summary>
/// A model folder in the making. It lies beside the finished one under a hidden name; its parts take their places when all are
/// complete.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string _output;

    private StagedFolder(string output, string stage) => (_output, Stage) = (output, stage);

    /// <summary>Where the parts are written.</summary>
    public string Stage { get; }

    /// <param name="output">The finished folder; may exist.</param>
    /// <param name="parts">What will be in it; none of it may be there yet.</param>
    /// <exception cref="CogSpaceException">Something is in the way, or nothing can be written there.</exception>
    public static StagedFolder Create(string output, IEnumerable<string> parts)
    {
        string fullPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        if (File.Exists(fullPath))
            throw new CogSpaceException($"Cannot write {output}: it is a file; give the name of a folder.");
        foreach (string part in parts)
        {
            if (Path.Exists(Path.Combine(fullPath, part)))
                throw new CogSpaceException(
                    $"Cannot write {output}: there is a {part} in it already; give the name of another folder, or " +
                    "remove it first."
                );
        }

        string parent = Path.GetDirectoryName(fullPath) ?? fullPath;
        if (!Directory.Exists(parent))
            throw new CogSpaceException($"Cannot write {output}: there is no folder {parent}.");
        var staged = new StagedFolder(output, Path.Combine(parent, $".{Guid.NewGuid():N}.part"));
        staged.Try(() => Directory.CreateDirectory(staged.Stage));
        return staged;
    }

    /// <summary>A folder for one part.</summary>
    public string Part(string name)
    {
        string folder = Path.Combine(Stage, name);
        Try(() => Directory.CreateDirectory(folder));
        return folder;
    }

    /// <summary>Copies a part of another model, its files alone.</summary>
    public void Copy(string folder, string name, CancellationToken cancel)
    {
        string part = Part(name);
        Try(() =>
        {
            foreach (string file in Directory.EnumerateFiles(folder))
            {
                cancel.ThrowIfCancellationRequested();
                File.Copy(file, Path.Combine(part, Path.GetFileName(file)));
            }
        });
    }

    /// <summary>Writes a small file.</summary>
    public void Write(string text, params ReadOnlySpan<string> path)
    {
        string file = Path.Combine([Stage, .. path]);
        Try(() => File.WriteAllText(file, text));
    }

    /// <summary>Lets everything take its place: at once where the folder is new, else part by part.</summary>
    public void Publish() => Try(() =>
    {
        if (!Directory.Exists(_output))
        {
            Directory.Move(Stage, Path.TrimEndingDirectorySeparator(Path.GetFullPath(_output)));
            return;
        }

        foreach (string folder in Directory.EnumerateDirectories(Stage))
            Directory.Move(folder, Path.Combine(_output, Path.GetFileName(folder)));
        foreach (string file in Directory.EnumerateFiles(Stage)) // last: model_index.json says that the rest is there
            File.Move(file, Path.Combine(_output, Path.GetFileName(file)));
    });

    public void Dispose()
    {
        if (Directory.Exists(Stage))
            Directory.Delete(Stage, recursive: true);
    }

    private void Try(Action act) => Disk.Try($"Cannot write {_output}", act);
}
