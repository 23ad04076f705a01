namespace CogSpace.Tests.Hub;

/// <summary>A request that the test hub has seen.</summary>
/// <param name="IsCdn">Whether it came to the second address, where large files are.</param>
/// <param name="Method">GET, HEAD or POST.</param>
/// <param name="Path">With its query.</param>
/// <param name="Token">The Authorization header.</param>
/// <param name="Range">The Range header.</param>
/// <param name="IfRange">The If-Range header.</param>
internal sealed record HubVisit(bool IsCdn, string Method, string Path, string? Token, string? Range, string? IfRange)
{
    /// <summary>Whether it asks for this file of a model.</summary>
    public bool IsFor(string file) =>
        Path.EndsWith(file, StringComparison.Ordinal) && !Path.StartsWith("/api/", StringComparison.Ordinal);
}
