using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api.Gradio;

/// <summary>Calls that are answered with their results, for programs that wait and listen to no stream.</summary>
/// <remarks>Source: gradio 6.25, gradio/routes.py, predict. Gradio has no time limit there.</remarks>
internal sealed class GradioRun(GradioQueue queue, GradioStream stream, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>
    /// Takes a call, and answers when it is over. A program that hangs up could not find it again, so then it is cancelled.
    /// </summary>
    /// <exception cref="ApiException">There is no such function, or its values are not a list.</exception>
    public async Task<IResult> MakeAsync(string name, HttpContext context)
    {
        var body = await GradioBody.ReadAsync(context);
        var known = await queue.StartAsync(name, context, body);
        using var patience = new CancellationTokenSource(options.Value.GenerateDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, patience.Token);
        try
        {
            return (await stream.EndOfAsync(context, known, either.Token)).Output switch
            {
                GradioError error => GradioJson.Answer(error, StatusCodes.Status500InternalServerError),
                var output => GradioJson.Answer(output),
            };
        }
        catch (OperationCanceledException)
        {
            if (body.SessionHash is null)
                known.Cancel();
            if (context.RequestAborted.IsCancellationRequested)
                throw;
            throw new ApiException(
                StatusCodes.Status504GatewayTimeout, "deadline",
                "This takes longer than a request may wait here. Join the queue and listen to its stream instead.");
        }
    }
}
