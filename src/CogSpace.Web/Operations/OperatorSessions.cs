using System.Collections.Concurrent;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Operations;

/// <summary>Browsers that have given the token. They are forgotten after a while, and by a restart.</summary>
internal sealed class OperatorSessions(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<string, long> _begun = new(StringComparer.Ordinal);

    /// <returns>What the browser keeps in its cookie.</returns>
    public string Begin()
    {
        foreach (string old in _begun.Keys.Where(id => !IsValid(id)))
            _begun.TryRemove(old, out _);
        string id = UnguessableId.New();
        _begun[id] = time.GetTimestamp();
        return id;
    }

    public bool IsValid(string? id) =>
        id is not null && _begun.TryGetValue(id, out long begun) && time.GetElapsedTime(begun) < Lifetime;

    public void End(string id) => _begun.TryRemove(id, out _);
}
