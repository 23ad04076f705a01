using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api;

/// <summary>
/// Stands before every endpoint for programs: knows who asks, counts how often, and answers every failure with a problem.
/// </summary>
internal sealed class ApiGate(IOptions<ApiOptions> options, ApiIdentity identity, ApiRate rate) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!options.Value.Enabled)
        {
            context.SetEndpoint(null);       // as if it were not there
            await next(context);
            return;
        }

        try
        {
            context.Response.Headers.CacheControl = "private, no-store";       // an endpoint that sends a file says otherwise
            var caller = identity.Of(context);
            if (rate.Take(caller) is { } wait)
                await TooOften(wait).WriteAsync(context);
            else
            {
                context.Features.Set(caller);
                await next(context);
                await ExplainAsync(context);
            }
        }
        catch (CogSpaceException e) when (!context.Response.HasStarted)
        {
            await ApiProblem.Of(e).WriteAsync(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await ApiProblem.OfStatus(e.StatusCode).WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to hear of it.
        }
    }

    // What a range, a method or an address without an endpoint ends in.
    private static Task ExplainAsync(HttpContext context) =>
        context.Response is { StatusCode: >= 400, HasStarted: false }
            ? ApiProblem.OfStatus(context.Response.StatusCode).WriteAsync(context)
            : Task.CompletedTask;

    private static ApiProblem TooOften(TimeSpan wait) => new()
    {
        Status = StatusCodes.Status429TooManyRequests,
        Detail = "This program asks too often. Please wait a few seconds and try again.",
        Code = "rate",
        RetryAfter = wait,
    };
}
