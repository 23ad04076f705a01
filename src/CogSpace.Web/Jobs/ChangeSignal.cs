using System.Collections.Immutable;

namespace CogSpace.Web.Jobs;

/// <summary>Tells its subscribers that something changed, on the thread that changed it.</summary>
internal sealed class ChangeSignal<T>(ILogger log)
{
    private ImmutableArray<Action<T>> _subscribers = [];

    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable Subscribe(Action<T> changed)
    {
        Action<T> own = value => changed(value);     // one of its own, so that subscribing twice can be undone once
        ImmutableInterlocked.Update(ref _subscribers, all => all.Add(own));
        return new Subscription(this, own);
    }

    public void Raise(T value)
    {
        foreach (var subscriber in _subscribers)
        {
            try
            {
                subscriber(value);
            }
            catch (Exception e) // a page that cannot be told must not stop the job it watches
            {
                log.LogError(e, "A subscriber to changes failed");
            }
        }
    }

    private sealed class Subscription(ChangeSignal<T> signal, Action<T> subscriber) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref signal._subscribers, all => all.Remove(subscriber));
    }
}
