namespace CogSpace.Web.Sharing;

/// <summary>A video's public page.</summary>
/// <param name="Id">Unguessable, and another id than the job's, so that a link to the page tells nothing about the job.</param>
/// <param name="Since">When it was shared.</param>
public sealed record VideoShare(string Id, DateTimeOffset Since)
{
    /// <summary>When its owner put it into the gallery; null: it is not there.</summary>
    public DateTimeOffset? InGallery { get; init; }
}
