using CogSpace.Generation;
using CogSpace.Generation.Workers;

namespace CogSpace.Web.Jobs;

/// <summary>Starts what makes videos, again and again where it does not start, with longer and longer pauses.</summary>
internal sealed class WorkerStart(IVideoMaker maker, TimeProvider time, ILogger<WorkerStart> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private volatile string? _problem;
    private TimeSpan _pause = FirstPause;

    /// <summary>Why videos cannot be made at the moment, a sentence; null: they can, as far as is known.</summary>
    public string? Problem => _problem;

    /// <summary>Returns when videos can be made.</summary>
    /// <param name="waits">Told why it takes longer, after each failure.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task ReadyAsync(Action<string> waits, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await maker.StartAsync(cancel);
                (_problem, _pause) = (null, FirstPause);
                return;
            }
            catch (WorkerStartException e)
            {
                _problem = e.Message;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The worker cannot be started");
                _problem = "The program that makes videos cannot be started. The reason is in the server's log.";
            }

            log.LogWarning("The worker is started again in {Pause}", _pause);
            waits(_problem);

            await Task.Delay(_pause, time, cancel);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }
    }
}
