namespace CogSpace.Generation;

/// <summary>What a recipe says of the video that another goes on from.</summary>
/// <param name="Sha256">Of its file, in hexadecimal digits.</param>
/// <param name="Frames">Its frames. They come first; the first new frame, which shows its last once more, is left out.</param>
public sealed record ExtendedVideo(string Sha256, int Frames)
{
    /// <summary>What is in the file when new frames follow.</summary>
    public VideoInfo With(VideoInfo added) => added with { Frames = Frames + added.Frames - 1 };
}
