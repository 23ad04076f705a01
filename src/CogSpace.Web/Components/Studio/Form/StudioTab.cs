using CogSpace.Generation.Rewriting;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>What a video can be made from.</summary>
public enum StudioTab
{
    Prompt,
    Image,
    Video,
}

/// <summary>What follows from a tab.</summary>
public static class StudioTabMeaning
{
    /// <summary>As it stands in handles and ids.</summary>
    public static string Name(this StudioTab tab) => tab switch
    {
        StudioTab.Image => "image",
        StudioTab.Video => "video",
        _ => "prompt",
    };

    /// <summary>What the model has to be able to do.</summary>
    public static ModelTask Task(this StudioTab tab) => tab == StudioTab.Image ? ModelTask.ImageToVideo : ModelTask.TextToVideo;

    /// <summary>What has to be chosen beside the prompt; null: nothing.</summary>
    public static SourceKind? Source(this StudioTab tab) => tab switch
    {
        StudioTab.Image => SourceKind.Image,
        StudioTab.Video => SourceKind.Video,
        _ => null,
    };

    /// <summary>What a prompt on it is for.</summary>
    public static PromptPurpose Purpose(this StudioTab tab) => tab switch
    {
        StudioTab.Image => PromptPurpose.VideoFromPicture,
        StudioTab.Video => PromptPurpose.VideoFromVideo,
        _ => PromptPurpose.Video,
    };
}
