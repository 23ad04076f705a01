using CogSpace.Generation.Workers;
using Microsoft.Extensions.Logging;

namespace CogSpace.Generation.Tests.Workers;

/// <summary>What a worker prints cannot fill the server's log or its memory.</summary>
public sealed class WorkerLogTests : ILogger
{
    private readonly List<(LogLevel Level, string Text)> _lines = [];

    [Fact]
    public async Task Lines_AreCopied_WithoutWhatIsNotText()
    {
        await new WorkerLog(this, 42).CopyAsync(new StringReader("one\n\n \r\ntwo\u001b[31m\nlast"), LogLevel.Warning);

        Assert.Equal(
            [
                (LogLevel.Warning, "Worker 42: one"), (LogLevel.Warning, "Worker 42: two [31m"),
                (LogLevel.Warning, "Worker 42: last"),
            ],
            _lines);
    }

    [Fact]
    public async Task TooLongAndTooMany_AreCut()
    {
        string much = new string('x', 5_000_000) + string.Concat(Enumerable.Repeat("\nmore", 5_000));

        await new WorkerLog(this, 42).CopyAsync(new StringReader(much), LogLevel.Information);

        Assert.Equal(WorkerLog.MostLines, _lines.Count);
        Assert.Equal("Worker 42: ".Length + WorkerLog.MostCharacters, _lines[0].Text.Length);
        Assert.Contains("the rest is left out", _lines[^1].Text, StringComparison.Ordinal);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _lines.Add((logLevel, formatter(state, exception)));
}
