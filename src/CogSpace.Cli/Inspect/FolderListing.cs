namespace CogSpace.Cli.Inspect;

/// <summary>
/// A folder's files of weights, and those of its folders: a model in the layout of diffusers, or one network of it.
/// </summary>
internal static class FolderListing
{
    private static readonly string[] Extensions = [".safetensors", ".pt", ".pth", ".pkl", ".bin"];

    /// <exception cref="CogSpaceException">There are none, or one cannot be read.</exception>
    public static void Write(string folder, TextWriter output)
    {
        var files = new[] { folder }
            .Concat(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            .SelectMany(Files)
            .ToList();
        if (files.Count == 0)
            throw new ModelLoadException(
                folder,
                $"there are no files of weights ({string.Join(", ", Extensions)}) in this folder or the folders in it.");
        foreach (string file in files)
            TensorListing.Write(file, output);
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
}
