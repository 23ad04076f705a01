namespace CogSpace.Web.Api;

/// <summary>Answers to programs.</summary>
internal static class ApiAnswer
{
    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) =>
        Results.Json(value, ApiJson.Options, statusCode: status);
}
