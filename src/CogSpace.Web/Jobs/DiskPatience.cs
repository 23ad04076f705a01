namespace CogSpace.Web.Jobs;

/// <summary>How long one job waits for a disk that takes no files, and how often its video is made again for that.</summary>
/// <param name="data">Where its files go.</param>
/// <param name="runs">How often it is made at most.</param>
/// <param name="time">Passes while it waits.</param>
internal sealed class DiskPatience(DataFolder data, int runs, TimeProvider time)
{
    /// <summary>What the visitor is told meanwhile.</summary>
    public const string Sentence = "The server cannot write to its disk at the moment. Your video is made as soon as it can.";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private TimeSpan _waited;
    private int _refused;

    /// <summary>Whether there is still time to wait.</summary>
    public bool IsLeft => _waited < Longest;

    /// <summary>Notes that the files of a run were not taken.</summary>
    /// <returns>Whether it may be made once more.</returns>
    public bool TakesRefusal() => ++_refused < runs && IsLeft;

    /// <summary>Returns after a moment.</summary>
    public async Task WaitAsync(CancellationToken cancel)
    {
        await Task.Delay(Pause, time, cancel);
        _waited += Pause;
    }

    /// <summary>Returns when there is room again after a refusal, or when it has waited long enough.</summary>
    /// <remarks>The file that was too large has gone by then, so a small one proves nothing.</remarks>
    public async Task ForRoomAsync(CancellationToken cancel)
    {
        if (_refused == 0)
            return;
        do
            await WaitAsync(cancel);
        while (IsLeft && !data.HasFreeSpace);
    }
}
