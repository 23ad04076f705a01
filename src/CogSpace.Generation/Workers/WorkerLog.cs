using System.Text;
using Microsoft.Extensions.Logging;

namespace CogSpace.Generation.Workers;

/// <summary>What a worker and its native libraries print, in the server's log: so many lines, each of them so long.</summary>
/// <param name="log">Gets them.</param>
/// <param name="process">The worker's number.</param>
internal sealed class WorkerLog(ILogger log, int process)
{
    /// <summary>Lines of one process.</summary>
    public const int MostLines = 500;

    /// <summary>Characters of a line.</summary>
    public const int MostCharacters = 500;

    private int _lines;

    /// <summary>Copies until the end, and closes it.</summary>
    public async Task CopyAsync(TextReader from, LogLevel level)
    {
        using var closing = from;
        char[] buffer = new char[1024];
        var line = new StringBuilder();
        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            foreach (char character in buffer.AsSpan(0, read))
            {
                if (character == '\n')
                    Tell(line, level);
                else if (line.Length < MostCharacters)
                    line.Append(char.IsControl(character) ? ' ' : character);
            }
        }

        Tell(line, level);
    }

    private void Tell(StringBuilder line, LogLevel level)
    {
        string text = line.ToString().Trim();
        line.Clear();
        if (text.Length == 0)
            return;
        int number = Interlocked.Increment(ref _lines);
        if (number < MostLines)
            log.Log(level, "Worker {Process}: {Line}", process, text);
        else if (number == MostLines)
            log.Log(level, "Worker {Process} prints too much; the rest is left out", process);
    }
}
