using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests;

/// <summary>Asks for videos as the person at the machine does.</summary>
internal static class LocalSubmission
{
    public static Task<GenerationJob> SubmitAsync(
        this JobBoard board, string owner, GenerationRequest request, string? model, CancellationToken cancel = default) =>
        board.SubmitAsync(Visitor.OnThisMachine(owner), request, model, cancel);
}
