namespace CogSpace.Web.Api;

/// <summary>
/// How an interface that others have defined tells of failures. Our own tells problems as RFC 9457 describes them.
/// </summary>
internal interface IApiDialect
{
    /// <summary>Whether an address is of this interface.</summary>
    bool Speaks(PathString path);

    /// <summary>The status of the answer.</summary>
    int StatusOf(ApiProblem problem) => problem.Status;

    /// <summary>The body of the answer, which becomes JSON.</summary>
    object Describe(ApiProblem problem);
}
