using System.Text.Json;
using CogSpace.Web.Jobs;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Moderation;

/// <summary>Whether the demo is closed, and what it says then. A restart does not open it.</summary>
public sealed class ClosedSign
{
    private const int LongestMessage = 500;

    private readonly string _path;
    private readonly string? _set;
    private readonly ChangeSignal<bool> _changes;
    private readonly Lock _changing = new();
    private volatile string? _hung;

    /// <exception cref="CogSpaceException">What an earlier run said cannot be read.</exception>
    internal ClosedSign(DataFolder data, IOptions<DemoOptions> options, ILogger<ClosedSign> log)
    {
        (_path, _set) = (data.Closed, string.IsNullOrWhiteSpace(options.Value.Closed) ? null : options.Value.Closed.Trim());
        _changes = new ChangeSignal<bool>(log);
        _hung = Load(_path);
    }

    /// <summary>What visitors are told; null: it is open.</summary>
    public string? Message => _set ?? _hung;

    /// <summary>Whether the setting closes it, so that <see cref="Open"/> has no effect.</summary>
    public bool IsClosedBySetting => _set is not null;

    /// <summary>Closes it. When this returns that is on disk.</summary>
    /// <param name="message">A sentence for visitors; cut where it is long.</param>
    /// <exception cref="InvalidRequestException">The message is empty.</exception>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    public void Close(string message)
    {
        message = message.Trim();
        if (message.Length == 0)
            throw new InvalidRequestException("Say to visitors why the demo is closed.");
        Set(message[..Math.Min(LongestMessage, message.Length)]);
    }

    /// <summary>Opens it again, unless the setting keeps it closed.</summary>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    public void Open() => Set(null);

    /// <param name="changed">Called on any thread after it was closed or opened.</param>
    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable OnChange(Action changed) => _changes.Subscribe(_ => changed());

    private void Set(string? message)
    {
        lock (_changing)
        {
            AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(new Sign(message)), isDurable: true);
            _hung = message;
        }

        _changes.Raise(true);
    }

    private static string? Load(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Sign>(File.ReadAllBytes(path))?.Message : null;
        }
        catch (Exception e) when (e is JsonException || Disk.Failed(e))
        {
            throw new CogSpaceException($"{path}, which says whether the demo is closed, cannot be read: {e.Message}", e);
        }
    }

    private sealed record Sign(string? Message);
}
