namespace CogSpace.Web.Reports;

/// <summary>What a visitor says of a video.</summary>
/// <param name="Id">Its own.</param>
/// <param name="Video">The id of the video's job.</param>
/// <param name="Owner">Whose the video is.</param>
/// <param name="Address">The address that the video counts for.</param>
/// <param name="Reason">In a few words.</param>
/// <param name="Text">What else was written; may be empty.</param>
/// <param name="ReportedBy">The owner who reports it.</param>
/// <param name="ReportedFrom">The address that the report came from.</param>
/// <param name="Sent">When it came.</param>
public sealed record Report(
    string Id, string Video, string Owner, string Address, string Reason, string Text, string ReportedBy, string ReportedFrom,
    DateTimeOffset Sent);
