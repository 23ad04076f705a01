namespace CogSpace.Web.Components.Studio.Form;

/// <summary>What has changed in the form by something else than the visitor's typing.</summary>
public enum DraftChange
{
    Tab,

    /// <summary>Another picture or video, another part of it, or none any more.</summary>
    Source,

    /// <summary>The prompt was written by the page.</summary>
    Prompt,

    /// <summary>The model was picked, or the usual settings are back.</summary>
    Settings,

    /// <summary>Everything, from a job, a file or an example.</summary>
    Filled,
}
