using System.Threading.RateLimiting;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Reports;

/// <summary>How many reports are taken within an hour: of one visitor, of one address and in all.</summary>
internal sealed class ReportRate : IDisposable
{
    public const int OfOwner = 5;

    private const int InAll = 200;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<Visitor> _limits = PartitionedRateLimiter.CreateChained(
        Of(visitor => visitor.Owner, OfOwner),
        Of(visitor => visitor.Address, OfOwner * FairShare.AddressFactor),
        Of(_ => "", InAll));

    /// <summary>Counts one.</summary>
    /// <returns>False: there were too many.</returns>
    public bool TryTake(Visitor visitor)
    {
        using var lease = _limits.AttemptAcquire(visitor);
        return lease.IsAcquired;
    }

    public void Dispose() => _limits.Dispose();

    private static PartitionedRateLimiter<Visitor> Of(Func<Visitor, string> part, int most) =>
        PartitionedRateLimiter.Create<Visitor, string>(visitor => RateLimitPartition.GetFixedWindowLimiter(
            part(visitor), _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = Window }));
}
