namespace CogSpace.Web.Uploads;

/// <summary>A file that did not arrive whole.</summary>
internal static class BrokenBody
{
    /// <summary>Whether that is why a request failed.</summary>
    public static bool Is(Exception e, HttpContext context) =>
        e is IOException or OperationCanceledException || context.RequestAborted.IsCancellationRequested;

    /// <summary>What its sender is told, who has usually gone.</summary>
    public static IResult Answer() => Results.Json(
        new { error = "The file did not arrive whole. Please send it again." }, statusCode: StatusCodes.Status400BadRequest);
}
