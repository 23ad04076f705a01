namespace CogSpace;

/// <summary>A weight or config file is missing, damaged, or belongs to another architecture.</summary>
public sealed class ModelLoadException(string file, string problem, Exception? inner = null)
    : CogSpaceException($"Cannot load {file}: {problem}", inner)
{
    public string File { get; } = file;
}
