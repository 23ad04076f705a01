namespace CogSpace.Web.Sharing;

/// <summary>A page of videos that visitors have put there.</summary>
public sealed class GalleryOptions
{
    public const string Section = "Gallery";

    /// <summary>
    /// Lets visitors show their shared videos, one by one, on the page <c>/gallery</c>, which anybody can see. Off: there is no
    /// such page, and nobody is asked.
    /// </summary>
    public bool Enabled { get; init; }
}
