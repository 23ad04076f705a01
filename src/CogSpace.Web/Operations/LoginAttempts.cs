using CogSpace.Web.Visitors;

namespace CogSpace.Web.Operations;

/// <summary>How often an address may be wrong about the token before it has to wait.</summary>
internal sealed class LoginAttempts(TimeProvider time)
{
    /// <summary>Wrong tokens that an address may give within <see cref="Window"/>.</summary>
    public const int Most = 5;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const int MostAddresses = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<long>> _failures = new(StringComparer.Ordinal);

    /// <summary>Checks a token, unless its sender has to wait.</summary>
    /// <param name="address">Of the sender: <see cref="Visitor.Address"/>.</param>
    /// <param name="isRight">Whether the token is right.</param>
    public LoginResult Try(string address, Func<bool> isRight)
    {
        lock (_lock)
        {
            var failures = _failures.GetValueOrDefault(address) ?? new Queue<long>();
            while (failures.TryPeek(out long first) && time.GetElapsedTime(first) >= Window)
                failures.Dequeue();
            if (failures.Count >= Most)
                return LoginResult.Wait;
            if (isRight())
            {
                _failures.Remove(address);
                return LoginResult.Right;
            }

            failures.Enqueue(time.GetTimestamp());
            if (_failures.Count >= MostAddresses)
                _failures.Clear();      // so many at once guess no better for that
            _failures[address] = failures;
            return LoginResult.Wrong;
        }
    }
}

/// <summary>What becomes of somebody who gives a token.</summary>
internal enum LoginResult
{
    Right,
    Wrong,

    /// <summary>The address was wrong too often; the token was not looked at.</summary>
    Wait,
}
