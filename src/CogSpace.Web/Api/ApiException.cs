namespace CogSpace.Web.Api;

/// <summary>A program's request is refused for what it is; the message says why to the person who wrote it.</summary>
/// <param name="status">Of the answer.</param>
/// <param name="code">A word for programs, which stays the same in every language.</param>
/// <param name="message">A sentence.</param>
internal sealed class ApiException(int status, string code, string message) : CogSpaceException(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The field of the request that is at fault; null: not one alone.</summary>
    public string? Field { get; init; }

    /// <summary>A value that cannot be used.</summary>
    public static ApiException Invalid(string? field, string message) =>
        new(StatusCodes.Status400BadRequest, ApiProblem.Invalid, message) { Field = field };

    /// <summary>What is foreign, unknown, deleted or expired, all alike.</summary>
    public static ApiException NotFound() =>
        new(StatusCodes.Status404NotFound, ApiProblem.NotFound, "There is no such video, or it has expired.");
}
