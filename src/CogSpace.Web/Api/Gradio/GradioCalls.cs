using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Api.Gradio;

/// <summary>
/// The latest calls that are not videos. A restart forgets them: they take seconds, and can be made again.
/// </summary>
internal sealed class GradioCalls(IHostApplicationLifetime lifetime, ILogger<GradioCalls> log)
{
    private const int Most = 1000;

    private readonly Lock _changing = new();
    private readonly LinkedList<GradioCall> _calls = [];       // the oldest first
    private readonly ChangeSignal<GradioCall> _changes = new(log);

    /// <summary>A call of any session; null: there is none, or it was too long ago.</summary>
    public GradioCall? Find(string id) => All().FirstOrDefault(call => call.Id == id);

    /// <summary>The calls of a session, in order.</summary>
    public IEnumerable<GradioCall> Of(GradioSession session) =>
        All().Where(call => call.Session == session.Hash && call.Owner == session.Caller.Owner);

    /// <param name="changed">Called on any thread after a call is over.</param>
    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable OnChange(Action changed) => _changes.Subscribe(_ => changed());

    /// <summary>Keeps a call that is over.</summary>
    public GradioCall Add(GradioCall call, GradioOutcome outcome)
    {
        call.Outcome = outcome;
        Keep(call);
        return call;
    }

    /// <summary>Begins a call, which goes on when nobody listens.</summary>
    public GradioCall Begin(GradioCall call, Func<CancellationToken, Task<GradioOutcome>> work)
    {
        Keep(call);
        _ = Task.Run(() => RunAsync(call, work));
        return call;
    }

    private async Task RunAsync(GradioCall call, Func<CancellationToken, Task<GradioOutcome>> work)
    {
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(call.Cancelled, lifetime.ApplicationStopping);
            call.Outcome = await work(end.Token);
        }
        catch (CogSpaceException e)
        {
            call.Outcome = GradioOutcome.Failed(e.Message);
        }
        catch (OperationCanceledException)
        {
            call.Outcome = GradioOutcome.Failed(ApiProblem.WasCancelled);
        }
        catch (Exception e) // nobody waits for it, so nobody else would hear of it
        {
            string code = FailureAnswer.NewCode();
            log.LogError(e, "Failure {Code}: a call of {Function} failed", code, call.Function.Name);
            call.Outcome = GradioOutcome.Failed($"Something went wrong on the server. {FailureAnswer.Quote(code)}");
        }

        _changes.Raise(call);
    }

    private void Keep(GradioCall call)
    {
        GradioCall? oldest = null;
        lock (_changing)
        {
            _calls.AddLast(call);
            if (_calls.Count > Most)
            {
                oldest = _calls.First!.Value;
                _calls.RemoveFirst();
            }
        }

        oldest?.Cancel();
    }

    private GradioCall[] All()
    {
        lock (_changing)
            return [.. _calls];
    }
}
