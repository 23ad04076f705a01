namespace CogSpace.PostProcess.Tests.Media;

/// <summary>What a player shows of a video.</summary>
internal static class Pixels
{
    /// <summary>Red, green and blue in the middle of each frame.</summary>
    public static async Task<IReadOnlyList<(byte Red, byte Green, byte Blue)>> DecodeMiddleAsync(string video)
    {
        byte[] pixels = await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-i", video, "-vf", "crop=2:2", "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        return [.. pixels.Chunk(2 * 2 * Frame.Channels).Select(frame => (frame[0], frame[1], frame[2]))];
    }
}
