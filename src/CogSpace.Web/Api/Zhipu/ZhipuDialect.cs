namespace CogSpace.Web.Api.Zhipu;

/// <summary>Tells failures as Zhipu's interface does: a code of its list, as a text.</summary>
internal sealed class ZhipuDialect : IApiDialect
{
    public bool Speaks(PathString path) => IsOfZhipu(path);

    public static bool IsOfZhipu(PathString path) => ZhipuVideos.Roots.Any(root => path.StartsWithSegments(root));

    public object Describe(ApiProblem problem) => new { error = new { code = CodeOf(problem), message = problem.Detail } };

    // Zhipu has no other status for what there is no room for, or what has gone.
    public int StatusOf(ApiProblem problem) => problem.Status switch
    {
        StatusCodes.Status410Gone or StatusCodes.Status422UnprocessableEntity => StatusCodes.Status400BadRequest,
        StatusCodes.Status507InsufficientStorage => StatusCodes.Status503ServiceUnavailable,
        var status => status,
    };

    private static string CodeOf(ApiProblem problem) => problem switch
    {
        { Status: StatusCodes.Status401Unauthorized, Code: "missing_key" } => ZhipuCode.NoKey,
        { Status: StatusCodes.Status401Unauthorized } => ZhipuCode.WrongKey,
        { Status: StatusCodes.Status403Forbidden, Field: "model" } => ZhipuCode.NotAllowed,
        { Status: StatusCodes.Status403Forbidden } => ZhipuCode.Refused,
        { Status: StatusCodes.Status404NotFound } => ZhipuCode.NoTask,
        { Status: StatusCodes.Status429TooManyRequests, Code: "rate" } => ZhipuCode.TooOften,
        { Status: StatusCodes.Status429TooManyRequests } => ZhipuCode.TooMany,
        { Status: >= StatusCodes.Status500InternalServerError } => ZhipuCode.Busy,
        { Field: "model" } => ZhipuCode.NoModel,
        { Field: "prompt", Code: ApiProblem.Invalid } => ZhipuCode.Missing,
        { Field: not null } => ZhipuCode.Value,
        _ => ZhipuCode.Parameters,
    };
}

/// <summary>Codes of failures, of Zhipu's list.</summary>
internal static class ZhipuCode
{
    public const string NoKey = "1001";
    public const string WrongKey = "1002";
    public const string Parameters = "1210";
    public const string NoModel = "1211";
    public const string Missing = "1213";
    public const string Value = "1214";
    public const string NotAllowed = "1220";
    public const string NoTask = "1222";
    public const string Refused = "1301";
    public const string TooMany = "1302";
    public const string TooOften = "1303";
    public const string Busy = "1305";
}
