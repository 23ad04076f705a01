namespace CogSpace;

/// <summary>What a model makes a video from.</summary>
public enum ModelTask
{
    /// <summary>A prompt, or a video and a prompt.</summary>
    TextToVideo,

    /// <summary>An image and a prompt.</summary>
    ImageToVideo,
}
