using CogSpace.Web.Jobs;

namespace CogSpace.Web.Api;

/// <summary>
/// What was asked for once and has been deleted since: a program that repeats such a request late does not get another video.
/// </summary>
internal sealed class SpentKeys
{
    // Of more deletions in a day, the oldest are forgotten.
    private const int Most = 10_000;

    private readonly TimeProvider _time;
    private readonly SpentKeyJournal _journal;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Owner, string Key), SpentKey> _spent;

    public SpentKeys(TimeProvider time, SpentKeyJournal journal)
    {
        (_time, _journal) = (time, journal);
        _spent = journal.Read().DistinctBy(PlaceOf).ToDictionary(PlaceOf);
        lock (_lock)
            Forget();
    }

    /// <summary>Notes what makes a repetition of a job's request the same; call it before the job is deleted.</summary>
    public void Add(GenerationJob job)
    {
        if (job.Tag?.Repeat is not { } repeat || job.Created <= Since())
            return;
        var key = new SpentKey(job.Owner, repeat.Key, repeat.Fingerprint, job.Created);
        lock (_lock)
        {
            if (!_spent.TryAdd(PlaceOf(key), key))
                return;
            if (_spent.Count > Most)
                Forget();
            else
                _journal.Append(key);
        }
    }

    /// <summary>What such a request was, within a day; null: there was none, or its video is there.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="key">As <see cref="RepeatKey.Key"/>.</param>
    public RepeatKey? Find(string owner, string key)
    {
        lock (_lock)
            return _spent.TryGetValue((owner, key), out var spent) && spent.Created > Since()
                ? new RepeatKey(spent.Key, spent.Fingerprint)
                : null;
    }

    private void Forget()
    {
        var since = Since();
        var kept = _spent.Values.Where(key => key.Created > since).OrderByDescending(key => key.Created).Take(Most / 2).ToList();
        _spent.Clear();
        foreach (var key in kept)
            _spent[PlaceOf(key)] = key;
        _journal.Write(kept);
    }

    private DateTimeOffset Since() => _time.GetUtcNow() - RepeatKey.Lifetime;

    private static (string Owner, string Key) PlaceOf(SpentKey key) => (key.Owner, key.Key);
}

/// <summary>A request whose video has gone.</summary>
/// <param name="Owner">Who asked.</param>
/// <param name="Key">As <see cref="RepeatKey.Key"/>.</param>
/// <param name="Fingerprint">As <see cref="RepeatKey.Fingerprint"/>.</param>
/// <param name="Created">When it was asked for.</param>
internal sealed record SpentKey(string Owner, string Key, string Fingerprint, DateTimeOffset Created);

/// <summary>They outlive the server.</summary>
internal sealed class SpentKeyJournal(DataFolder data, ILogger<SpentKeyJournal> log)
    : LineJournal<SpentKey>(data, "spent-keys.jsonl", "What programs may not ask for again", log)
{
    protected override bool IsWhole(SpentKey entry) => entry is { Owner: { }, Key: { }, Fingerprint: { } };
}
