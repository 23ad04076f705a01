namespace CogSpace.Web.Visitors;

/// <summary>Lets so many in at once, of each address one, and the others in turn.</summary>
internal sealed class TurnGate(int atOnce)
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiting = [];
    private readonly List<Turn> _inside = [];
    private readonly TurnOrder _order = new();
    private long _lastPlace;

    /// <summary>Waits to be let in.</summary>
    /// <returns>Dispose it to go out.</returns>
    public async Task<IDisposable> EnterAsync(Visitor visitor, CancellationToken cancel)
    {
        Waiter waiter;
        lock (_lock)
        {
            waiter = new Waiter(new Turn(visitor, ++_lastPlace, Seconds: 1));
            _waiting.Add(waiter);
            Admit();
        }

        await using (cancel.Register(() => GiveUp(waiter, cancel)))
            await waiter.Entered.Task;
        return new Stay(this, waiter.Turn);
    }

    private void Admit()
    {
        while (_inside.Count < atOnce)
        {
            var able = _waiting.Where(waiter => !_inside.Exists(turn => turn.Visitor.Address == waiter.Turn.Visitor.Address));
            if (_order.Of(able.Select(waiter => waiter.Turn)) is not [var first, ..])
                return;
            var next = _waiting.Find(waiter => waiter.Turn == first)!;
            _waiting.Remove(next);
            _inside.Add(first);
            _order.Take(first);
            next.Entered.SetResult();
        }
    }

    private void GiveUp(Waiter waiter, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_waiting.Remove(waiter))
                waiter.Entered.SetCanceled(cancel);
        }
    }

    private void Leave(Turn turn)
    {
        lock (_lock)
        {
            _inside.Remove(turn);
            Admit();
        }
    }

    private sealed record Waiter(Turn Turn)
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Stay(TurnGate gate, Turn turn) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                gate.Leave(turn);
        }
    }
}
