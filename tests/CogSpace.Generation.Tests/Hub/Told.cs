using System.Collections.Concurrent;
using CogSpace.Generation.Hub;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>Remembers what was told, in order.</summary>
internal sealed class Told : IProgress<PullProgress>
{
    private readonly ConcurrentQueue<PullProgress> _all = new();

    public IReadOnlyList<PullProgress> All => [.. _all];

    public void Report(PullProgress value) => _all.Enqueue(value);
}
