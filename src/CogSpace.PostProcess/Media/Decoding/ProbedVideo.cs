namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>A video that may be decoded, and how.</summary>
/// <param name="Demuxer">FFmpeg's name of what the file is.</param>
/// <param name="Info">What others need to know.</param>
/// <param name="HasAlpha">It may be transparent somewhere.</param>
/// <param name="Matrix">FFmpeg's name of the colours it is stored in.</param>
internal sealed record ProbedVideo(string Demuxer, VideoInfo Info, bool HasAlpha, string Matrix)
{
    public StoredForm Form { get; init; } = StoredForm.Plain;
}
