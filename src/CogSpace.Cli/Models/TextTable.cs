namespace CogSpace.Cli.Models;

/// <summary>Columns of text that a person reads and awk takes apart: no lines, no cuts.</summary>
internal static class TextTable
{
    /// <param name="rows">The first is the head.</param>
    public static void Write(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            Console.WriteLine($"  {string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])))}".TrimEnd());
    }
}
