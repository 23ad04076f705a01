using System.Threading.RateLimiting;
using CogSpace.Web.Operations;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api;

/// <summary>How often a program may ask. The person at the machine may without end.</summary>
internal sealed class ApiRate(IOptions<ApiOptions> options, ServerMeter meter) : IDisposable
{
    private const int SecondsPerMinute = 60;

    private readonly PartitionedRateLimiter<ApiCaller> _limiter = PartitionedRateLimiter.Create<ApiCaller, string>(caller =>
        caller.Visitor.IsTrusted
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(caller.Visitor.Address, _ => Bucket(options.Value.RequestsPerMinute)));

    /// <returns>null: it may; else when it may again.</returns>
    public TimeSpan? Take(ApiCaller caller)
    {
        using var lease = _limiter.AttemptAcquire(caller);
        if (lease.IsAcquired)
            return null;
        meter.Refused("request", RefusalReason.Share);
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _limiter.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / SecondsPerMinute),
        ReplenishmentPeriod = perMinute >= SecondsPerMinute
            ? TimeSpan.FromSeconds(1)
            : TimeSpan.FromMinutes(1) / perMinute,
    };
}
