using CogSpace.Web.Languages;

namespace CogSpace.Web.Uploads;

/// <summary>A file that did not arrive whole.</summary>
internal static class BrokenBody
{
    /// <summary>Whether that is why a request failed.</summary>
    public static bool Is(Exception e, HttpContext context) =>
        e is IOException or OperationCanceledException || context.RequestAborted.IsCancellationRequested;

    /// <summary>What its sender is told, who has usually gone.</summary>
    public static IResult Answer() => SpokenAnswer.Error(
        "The file did not arrive whole. Please send it again.", StatusCodes.Status400BadRequest);
}
