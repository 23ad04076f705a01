using System.Text.Json.Serialization;
using CogSpace.Client.Http;

namespace CogSpace.Client;

/// <summary>A picture or a video to make a video from: a file that is sent along, or something that the server has.</summary>
[JsonConverter(typeof(SourceConverter))]
public sealed class VideoSource
{
    private readonly Func<SourceContent>? _open;

    private VideoSource(string? id, string name, Func<SourceContent>? open, bool canRepeat) =>
        (Id, Name, _open, CanRepeat) = (id, name, open, canRepeat);

    /// <summary>null: it is a file.</summary>
    internal string? Id { get; }

    internal string Name { get; }

    /// <summary>Whether it can be sent twice.</summary>
    internal bool CanRepeat { get; }

    /// <summary>A file of this machine. It is opened when it is sent.</summary>
    public static VideoSource FromFile(string path) => new(
        null, Path.GetFileName(path), () => new SourceContent(File.OpenRead(path), isOwner: true), canRepeat: true);

    /// <summary>What follows in a stream, which stays open.</summary>
    /// <param name="stream">One that cannot seek is sent once: a request that is lost with it is not sent again.</param>
    /// <param name="name">A name for the file.</param>
    public static VideoSource FromStream(Stream stream, string name)
    {
        long start = stream.CanSeek ? stream.Position : 0;
        return new VideoSource(null, name, Open, stream.CanSeek);

        SourceContent Open()
        {
            if (stream.CanSeek)
                stream.Position = start;
            return new SourceContent(stream, isOwner: false);
        }
    }

    /// <summary>An upload or, where a video is wanted, a finished video, by its id.</summary>
    public static VideoSource FromId(string id) => new(id, id, null, canRepeat: true);

    internal SourceContent Open() => _open?.Invoke() ?? throw new ArgumentException("This is an id, and a file is wanted.");
}
