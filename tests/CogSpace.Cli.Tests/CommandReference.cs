using System.CommandLine;
using System.Globalization;
using System.Text;

namespace CogSpace.Cli.Tests;

/// <summary>A command's help as Markdown.</summary>
internal static class CommandReference
{
    /// <summary>Every command that does something, with the words that name it: "vae encode".</summary>
    public static IEnumerable<(string Name, Command Command)> Commands() => Below("", CommandLine.Create());

    public static string Of(Command command)
    {
        var text = new StringBuilder();
        string[] help = command.Description!.ReplaceLineEndings("\n").Split("\n\n");
        foreach (string paragraph in help)
        {
            string[] lines = paragraph.Split('\n');
            text.Append(lines[0].StartsWith("Example", StringComparison.Ordinal)
                ? string.Join('\n', lines[1..].Select(line => $"    {line.Trim()}"))
                : string.Join(' ', lines));
            text.Append("\n\n");
        }

        var rows = command.Arguments.Select(RowOf).Concat(command.Options.Where(option => !option.Hidden).Select(RowOf)).ToList();
        if (rows.Count > 0)
            text.Append("| option | meaning |\n|---|---|\n").AppendJoin('\n', rows);
        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<(string Name, Command Command)> Below(string name, Command command) =>
        command.Subcommands.SelectMany(below =>
        {
            string words = $"{name} {below.Name}".Trim();
            return below.Subcommands.Count == 0 ? [(words, below)] : Below(words, below);
        });

    private static string RowOf(Argument argument) =>
        Row($"*{argument.Name}*", argument.Description!, argument.Arity.MinimumNumberOfValues > 0, null);

    private static string RowOf(Option option) => Row(
        string.Join(", ", option.Aliases.Prepend(option.Name).Select(name => $"`{name}`")),
        option.Description!,
        option.Required,
        option.HasDefaultValue ? option.GetDefaultValue() : null);

    private static string Row(string name, string description, bool isRequired, object? value)
    {
        string text = value switch
        {
            null or bool or Enum => "",
            IEnumerable<string> words => string.Join(' ', words),
            _ => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        string end =
            isRequired ? " Required."
            : text.Length > 0 && !description.Contains("Default:", StringComparison.Ordinal) ? $" Default: {text}."
            : "";
        return $"| {name} | {GeneratedSection.Cell(description)}{end} |";
    }
}
