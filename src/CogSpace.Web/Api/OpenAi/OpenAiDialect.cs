namespace CogSpace.Web.Api.OpenAi;

/// <summary>Tells failures as OpenAI's interface does.</summary>
internal sealed class OpenAiDialect : IApiDialect
{
    public bool Speaks(PathString path) => path.StartsWithSegments(OpenAiVideos.Root);

    public object Describe(ApiProblem problem) => new
    {
        error = new
        {
            message = problem.Detail,
            type = TypeOf(problem.Status),
            param = problem.Field,
            code = CodeOf(problem),
        },
    };

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request_error",
    };

    private static string CodeOf(ApiProblem problem) => problem switch
    {
        { Status: StatusCodes.Status401Unauthorized } => "invalid_api_key",
        { Status: StatusCodes.Status429TooManyRequests } => "rate_limit_exceeded",
        { Code: ApiProblem.Invalid, Field: "model" } => "model_not_found",
        { Code: ApiProblem.Invalid } => "invalid_value",
        _ => problem.Code,
    };
}
