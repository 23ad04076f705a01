using System.Globalization;
using CogSpace.Weights;

namespace CogSpace.Cli.Inspect;

/// <summary>A file of tensors as lines of text, in the order of their names.</summary>
internal static class TensorListing
{
    /// <exception cref="ModelLoadException">It cannot be read.</exception>
    public static void Write(string path, TextWriter output)
    {
        using var file = TensorFile.Open(path);
        var tensors = file.Tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal).ToList();
        long numbers = tensors.Sum(tensor => tensor.Value.Length / tensor.Value.Type.Size());
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {tensors.Count} tensors, {numbers:#,0} numbers, " +
                $"{ByteSize.Format(tensors.Sum(tensor => tensor.Value.Length))}"
            )
        );
        foreach (var (key, value) in file.Metadata.OrderBy(note => note.Key, StringComparer.Ordinal))
            output.WriteLine($"  {Printable(key)} = {Printable(value)}");

        int width = tensors.Select(tensor => tensor.Value.ToString().Length).DefaultIfEmpty().Max();
        foreach (var (name, entry) in tensors)
            output.WriteLine($"  {entry.ToString().PadRight(width)}  {ByteSize.Format(entry.Length),9}  {Printable(name)}");
    }

    // What stands in a file must not steer the terminal.
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
