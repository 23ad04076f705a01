using CogSpace.PostProcess.Media.Formats;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>A file that somebody else brought.</summary>
/// <param name="path">Where it is. Messages give its name alone: where a server keeps files is nobody's business.</param>
/// <param name="options">The limits.</param>
internal sealed class MediaFile(string path, ReadingOptions options)
{
    /// <summary>Tracks that a video may have, of any kind.</summary>
    public const int MostTracks = 32;

    private const long Megabyte = 1_000_000;

    public string Folder { get; } = Path.GetDirectoryName(Path.GetFullPath(path))!;

    public string Name { get; } = Path.GetFileName(path);

    public ReadingOptions Options => options;

    /// <summary>"Cannot read cat.png", to be put before a colon.</summary>
    public string Refusal => $"Cannot read {Name}";

    /// <summary>The exception for a reason, which ends without a full stop if it is not a sentence of its own.</summary>
    public MediaException Refuse(string reason, Exception? inner = null) =>
        new($"{Refusal}: {reason}{(reason.EndsWith('.') ? "" : ".")}", inner);

    /// <summary>Why a video of so many tracks is not read.</summary>
    public static string TooManyTracks(int tracks) =>
        $"it has {tracks} tracks of sound, subtitles and others, and {MostTracks} are the most";

    /// <param name="megabytes">That it may have at most.</param>
    /// <exception cref="MediaException">It is not there, empty, too large, or may not be read.</exception>
    public FileStream Open(int megabytes)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous });
            string? complaint = Complaint(stream.Length, megabytes);
            return complaint is null ? stream : throw Refuse(complaint);
        }
        catch (Exception e)
        {
            stream?.Dispose();
            throw e switch
            {
                FileNotFoundException or DirectoryNotFoundException => Refuse("there is no such file", e),
                _ when Disk.Failed(e) => Refuse("the file cannot be opened", e),
                _ => e,
            };
        }
    }

    /// <exception cref="MediaException">As <see cref="Open"/>; or reading fails.</exception>
    public async Task<byte[]> ReadAllAsync(int megabytes, CancellationToken cancellationToken)
    {
        await using var stream = Open(megabytes);
        byte[] bytes = new byte[stream.Length];
        return await ReadAsync(stream, bytes, cancellationToken) == bytes.Length ? bytes : throw Refuse("it is being changed");
    }

    /// <exception cref="MediaException">As <see cref="Open"/>; or reading fails.</exception>
    public async Task<FileSignature> ReadSignatureAsync(int megabytes, CancellationToken cancellationToken)
    {
        await using var stream = Open(megabytes);
        byte[] start = new byte[FileSignature.Length];
        return FileSignature.Of(start.AsSpan(0, await ReadAsync(stream, start, cancellationToken)));
    }

    private async Task<int> ReadAsync(FileStream stream, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (IOException e)
        {
            throw Refuse("the disk does not give it", e);
        }
    }

    private static string? Complaint(long length, int megabytes) =>
        length switch
        {
            0 => "it is empty",
            _ when length > megabytes * Megabyte => FormattableString.Invariant(
                $"{(double)length / Megabyte:0.0} MB are too many, {megabytes} MB are the most"),
            _ => null,
        };
}
