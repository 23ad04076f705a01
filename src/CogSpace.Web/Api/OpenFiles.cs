using CogSpace.Web.Jobs;

namespace CogSpace.Web.Api;

/// <summary>
/// Finished videos whose files are sent to anyone with their address, for interfaces whose clients fetch results without a key.
/// Nobody can guess such an address, and it ends with the video.
/// </summary>
internal sealed class OpenFiles(JobBoard board)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the address of a file that is sent to anyone, also where all else needs a key.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, string pattern, Delegate send) =>
        endpoints.MapMethods(pattern, Reading, send).WithMetadata(new Mark());

    /// <summary>Whether a request is for such a file.</summary>
    public static bool IsAsked(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Mark>() is not null;

    /// <summary>A job's tag with an address for its files.</summary>
    public static JobTag Open(JobTag? tag) => (tag ?? new JobTag()) with { Files = UnguessableId.New() };

    /// <param name="files">From an address.</param>
    /// <returns>null: there is no such video, or it is not finished.</returns>
    public GenerationJob? Find(string files) =>
        board.All.FirstOrDefault(job => job is { Status.State: JobState.Finished, Tag.Files: { } own } && own == files);

    private sealed class Mark;
}
