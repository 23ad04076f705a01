namespace CogSpace.Web.Visitors;

/// <summary>
/// Who comes next: addresses in turn, weighed by the seconds that their jobs take and by what the host allows; owners in turn
/// within an address; jobs of one owner as they came.
/// </summary>
/// <remarks>
/// Start-time fair queueing (Goyal, Vin, Cheng 1996) over addresses: a job starts in virtual time when its address's last one
/// ended, or now if that is later, so that time without jobs is not saved up.
/// </remarks>
internal sealed class TurnOrder
{
    private const int MostOwners = 10_000;

    private readonly Dictionary<string, double> _servedUntil;      // virtual seconds, by address
    private readonly Dictionary<string, long> _lastTurns;          // by owner
    private double _now;
    private long _turns;

    public TurnOrder()
        : this([], []) { }

    private TurnOrder(Dictionary<string, double> servedUntil, Dictionary<string, long> lastTurns) =>
        (_servedUntil, _lastTurns) = (
            new Dictionary<string, double>(servedUntil, StringComparer.Ordinal),
            new Dictionary<string, long>(lastTurns, StringComparer.Ordinal));

    /// <summary>The jobs in the order in which they would run if no other came.</summary>
    public IReadOnlyList<Turn> Of(IEnumerable<Turn> waiting)
    {
        var ahead = new TurnOrder(_servedUntil, _lastTurns) { _now = _now, _turns = _turns };
        var addresses = waiting
            .GroupBy(turn => turn.Visitor.Address, StringComparer.Ordinal)
            .Select(address => address
                .GroupBy(turn => turn.Visitor.Owner, StringComparer.Ordinal)
                .Select(owner => new Queue<Turn>(owner.OrderByDescending(turn => turn.IsNext).ThenBy(turn => turn.Place)))
                .ToList())
            .ToList();
        var order = new List<Turn>();
        while (addresses.Count > 0)
        {
            var owners = addresses.MinBy(each => ahead.KeyOf(ahead.FirstOf(each).Peek()))!;
            var jobs = ahead.FirstOf(owners);
            var turn = jobs.Dequeue();
            if (jobs.Count == 0)
                owners.Remove(jobs);
            if (owners.Count == 0)
                addresses.Remove(owners);
            ahead.Take(turn);
            order.Add(turn);
        }

        return order;
    }

    /// <summary>A job runs, or ran before the server started.</summary>
    public void Take(Turn turn)
    {
        double start = StartOf(turn);
        _now = Math.Max(_now, start);
        _servedUntil[turn.Visitor.Address] = start + (turn.Seconds / turn.Weight);
        _lastTurns[turn.Visitor.Owner] = ++_turns;
        Forget();
    }

    /// <summary>A job took more or less time than was thought.</summary>
    public void Correct(Turn turn, double seconds)
    {
        if (_servedUntil.TryGetValue(turn.Visitor.Address, out double until))
            _servedUntil[turn.Visitor.Address] = until + ((seconds - turn.Seconds) / turn.Weight);
    }

    private double StartOf(Turn turn) => Math.Max(_now, _servedUntil.GetValueOrDefault(turn.Visitor.Address));

    private (int, double, long) KeyOf(Turn turn) => (turn.IsNext ? 0 : 1, StartOf(turn), turn.Place);

    private (int, long, long) OwnersKeyOf(Turn turn) =>
        (turn.IsNext ? 0 : 1, _lastTurns.GetValueOrDefault(turn.Visitor.Owner), turn.Place);

    private Queue<Turn> FirstOf(List<Queue<Turn>> owners) => owners.MinBy(jobs => OwnersKeyOf(jobs.Peek()))!;

    // An address that has had no more than its share is like a new one.
    private void Forget()
    {
        foreach (string address in _servedUntil.Where(each => each.Value <= _now).Select(each => each.Key).ToArray())
            _servedUntil.Remove(address);
        if (_lastTurns.Count <= MostOwners)
            return;
        foreach (string owner in _lastTurns.OrderBy(each => each.Value).Take(MostOwners / 2).Select(each => each.Key).ToArray())
            _lastTurns.Remove(owner);
    }
}
