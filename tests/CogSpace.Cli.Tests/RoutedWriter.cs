using System.Text;

namespace CogSpace.Cli.Tests;

/// <summary>A console whose text goes to the run that writes it, so that runs in this process do not hear each other.</summary>
/// <param name="elsewhere">Takes what is written outside of runs.</param>
internal sealed class RoutedWriter(TextWriter elsewhere) : TextWriter
{
    private readonly AsyncLocal<StringWriter?> _run = new();

    public override Encoding Encoding => elsewhere.Encoding;

    /// <summary>From here on, what this flow of execution writes goes to the result.</summary>
    public StringWriter Begin() => _run.Value = new StringWriter();

    public override void Write(char value) => (_run.Value ?? elsewhere).Write(value);

    public override void Write(string? value) => (_run.Value ?? elsewhere).Write(value);

    public override void Write(char[] buffer, int index, int count) => (_run.Value ?? elsewhere).Write(buffer, index, count);
}
