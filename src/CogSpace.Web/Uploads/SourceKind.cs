namespace CogSpace.Web.Uploads;

/// <summary>What a video is made from beside its prompt.</summary>
public enum SourceKind
{
    Image,
    Video,
}
