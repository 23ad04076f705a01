using CogSpace.Web.Jobs;

namespace CogSpace.Web.Visitors;

/// <summary>
/// The day's computing on disk, a line of JSON for each video, so that a visitor's day outlives the server and the visitor's
/// own deleted videos.
/// </summary>
internal sealed class ComputeJournal(DataFolder data, ILogger<ComputeJournal> log)
    : LineJournal<ComputeEntry>(data, "computed.jsonl", "The visitors' computing", log)
{
    protected override bool IsWhole(ComputeEntry entry) => entry is { Job: { }, Visitor: { } };
}
