using System.Security.Cryptography;
using System.Text;

namespace CogSpace.Generation.Training;

/// <summary>
/// Encoded clips, kept beside the data. A file's name follows from all that decides what is in it, so that one that is there
/// need not be made again.
/// </summary>
/// <param name="folder">Where they are kept.</param>
/// <param name="encoders">By which it is known what encodes them.</param>
/// <param name="type">The number type that they are encoded in.</param>
internal sealed class ClipCache(string folder, string encoders, ComputeType type)
{
    public const string FolderName = ".cogspace";

    private const string Version = "clip 1";

    /// <exception cref="CogSpaceException">The folder cannot be made.</exception>
    public void Create() => Disk.Try($"Cannot write {folder}", () => Directory.CreateDirectory(folder));

    /// <param name="sha256">Of the video.</param>
    /// <param name="clip">How its frames are taken.</param>
    /// <param name="caption">What it shows.</param>
    /// <returns>The file, and the seed that it is encoded with.</returns>
    public (string File, ulong Seed) Of(string sha256, PlannedFrames clip, string caption) => Place(
        $"{sha256}\n{clip.Made.Width} {clip.Made.Height} {clip.Made.Frames}\n" +
        FormattableString.Invariant($"{clip.Sampling!.First} {clip.Sampling.Stride} {clip.Sampling.FramesPerSecond}\n{caption}"));

    /// <summary>Of a caption alone.</summary>
    public string Of(string caption) => Place($"prompt\n{caption}").File;

    private (string File, ulong Seed) Place(string content)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}\n{encoders}\n{type}\n{content}"));
        return (
            Path.Combine(folder, $"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}.safetensors"),
            BitConverter.ToUInt64(hash.AsSpan(16)));
    }
}
