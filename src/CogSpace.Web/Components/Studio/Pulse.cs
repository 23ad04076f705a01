namespace CogSpace.Web.Components.Studio;

/// <summary>
/// Turns a burst of news into one call a moment later: a page need not be rendered more often than anybody can see.
/// </summary>
/// <param name="act">What to call.</param>
/// <param name="failed">Told when that fails: nobody waits for it who could be.</param>
internal sealed class Pulse(Func<Task> act, Func<Exception, Task> failed)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(80);
    private int _isComing;

    /// <summary>May be called on any thread and as often as one likes.</summary>
    public void Raise()
    {
        if (Interlocked.Exchange(ref _isComing, 1) == 0)
            _ = ActAsync();
    }

    private async Task ActAsync()
    {
        await Task.Delay(Moment);
        Volatile.Write(ref _isComing, 0);       // before looking: what comes from here on is another pulse
        try
        {
            await act();
        }
        catch (Exception e)
        {
            await failed(e);
        }
    }
}
