namespace CogSpace.Web.Hosting;

/// <summary>A request that fails for a reason of the server is answered with a sentence.</summary>
internal sealed class FailureSentence(RequestDelegate next, ILogger<FailureSentence> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            if (e is not BadHttpRequestException)
                log.LogError(e, "A request failed");
            var (status, sentence) = Say(e);
            context.Response.Clear();
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(sentence);
        }
    }

    private static (int Status, string Sentence) Say(Exception e) => e switch
    {
        BadHttpRequestException bad => (bad.StatusCode, "The server cannot read this request. Please load the page again.\n"),
        InvalidDataException => (StatusCodes.Status400BadRequest, "The form is too large to read. Please load the page again.\n"),
        _ when IsOfDisk(e) => (
            StatusCodes.Status503ServiceUnavailable,
            "The server's disk is full or cannot be written to, so the page cannot be shown. Please try again later.\n"),
        _ => (
            StatusCodes.Status500InternalServerError,
            "Something went wrong on the server. Please load the page again.\n"),
    };

    private static bool IsOfDisk(Exception? e) => e is not null && (Disk.Failed(e) || IsOfDisk(e.InnerException));
}
