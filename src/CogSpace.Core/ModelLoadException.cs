namespace CogSpace;

/// <summary>A weight or config file is missing, damaged, or belongs to another architecture.</summary>
public sealed class ModelLoadException(string file, string problem, Exception? inner = null)
    : CogSpaceException($"Cannot load {file}: {problem}", inner)
{
    public string File { get; } = file;

    /// <summary>What is wrong with it, a sentence.</summary>
    public string Problem { get; } = problem;

    /// <summary>For a file that could not be opened or read.</summary>
    public static ModelLoadException Unreadable(string file, Exception e) =>
        new(
            file,
            e is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist."
            : Directory.Exists(file) ? "it is a folder, not a file."
            : e.Message,
            e);
}
