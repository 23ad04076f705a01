namespace CogSpace.Web.Components.Studio;

/// <summary>What a video can be made from.</summary>
public enum StudioTab
{
    Prompt,
    Image,
    Video,
}
