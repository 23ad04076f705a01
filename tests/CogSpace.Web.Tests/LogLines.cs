using Microsoft.Extensions.Logging;

namespace CogSpace.Web.Tests;

/// <summary>Keeps what a server logs, a line each: "fail: The reason".</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        string level = logLevel switch
        {
            LogLevel.Error => "fail",
            LogLevel.Critical => "crit",
            _ => logLevel.ToString(),
        };
        lock (_lines)
            _lines.Add($"{level}: {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");
    }

    public void Dispose()
    {
    }

    public override string ToString()
    {
        lock (_lines)
            return string.Join('\n', _lines);
    }
}
