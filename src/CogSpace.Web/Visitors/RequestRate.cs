using System.Globalization;
using System.Threading.RateLimiting;
using CogSpace.Web.Health;
using CogSpace.Web.Hosting;
using CogSpace.Web.Languages;
using CogSpace.Web.Operations;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Visitors;

/// <summary>
/// How often one address may ask for anything: more often than people do with thirty pages open, less often than would keep
/// the server from answering others.
/// </summary>
internal static class RequestRate
{
    /// <summary>Requests that may come all at once.</summary>
    public const int Burst = 600;

    private const int PerSecond = 60;

    public static void Limit(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        {
            string address = Visitor.AddressOf(
                http, http.RequestServices.GetRequiredService<IOptions<HostingOptions>>().Value);
            bool isProbe = http.Request.Path == ServerHealth.Alive || http.Request.Path == ServerHealth.Ready;
            return isProbe || address == Visitor.ThisMachine
                ? RateLimitPartition.GetNoLimiter("")
                : RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = Burst,
                    TokensPerPeriod = PerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                });
        });
        options.OnRejected = RefuseAsync;
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancel)
    {
        rejected.HttpContext.RequestServices.GetRequiredService<ServerMeter>().Refused("request", RefusalReason.Share);
        var response = rejected.HttpContext.Response;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(1);
        response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await rejected.HttpContext.SayAsync(
            StatusCodes.Status429TooManyRequests,
            "Too many requests come from your internet connection. Please wait a few seconds and try again.", cancel);
    }
}
