namespace CogSpace.Web.Api.Documents;

/// <summary>What the document says of one endpoint beside what its types say.</summary>
internal sealed record ApiOperation
{
    public const string Json = "application/json";

    /// <summary>Headers that a request may have, and what for.</summary>
    public IReadOnlyList<(string Name, string Text)> Headers { get; init; } = [];

    /// <summary>A request, in JSON.</summary>
    public string? Example { get; init; }
}

/// <summary>Describes endpoints where they are mapped.</summary>
internal static class ApiOperations
{
    /// <param name="endpoint">What is described.</param>
    /// <param name="name">Of the operation, as clients that are generated call it.</param>
    /// <param name="tag">The chapter that it belongs to.</param>
    /// <param name="summary">What it does, without a full stop.</param>
    /// <param name="about">What else there is to say.</param>
    /// <param name="problems">The statuses of its failures, beside those that every endpoint has.</param>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder endpoint, string name, string tag, string summary, ApiOperation? about = null,
        params ReadOnlySpan<int> problems)
    {
        endpoint.WithName(name).WithTags(tag).WithSummary(summary).WithMetadata(about ?? new ApiOperation());
        int[] always =
        [
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests,
            StatusCodes.Status500InternalServerError,
        ];
        foreach (int status in (int[])[.. always, .. problems])
            endpoint.Produces<ApiProblem>(status, ApiProblem.MediaType);
        return endpoint;
    }
}
