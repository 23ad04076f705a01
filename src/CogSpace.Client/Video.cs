using System.Text.Json;
using System.Text.Json.Serialization;

namespace CogSpace.Client;

/// <summary>How far a video is.</summary>
public record VideoProgress
{
    /// <summary>The server's name for it.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required VideoStatus Status { get; init; }

    /// <summary>1 for the next; null where it does not wait.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>Seconds until it probably begins; null where that cannot be told.</summary>
    public double? SecondsUntilStart { get; init; }

    /// <summary>What is being done; null where it is not being made.</summary>
    public VideoStage? Stage { get; init; }

    /// <summary>Steps of this stage that are done.</summary>
    public int? Step { get; init; }

    /// <summary>Steps that this stage has.</summary>
    public int? Steps { get; init; }

    /// <summary>How much of the whole is done, 0 to 100.</summary>
    public required int Percent { get; init; }

    /// <summary>Seconds until it is probably finished; null where that cannot be told.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>Why it waits although it is its turn, a sentence; null: it does not.</summary>
    public string? Delay { get; init; }

    /// <summary>Why it failed, a sentence; null: it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Whether nothing more will change: it is finished, failed or cancelled.</summary>
    [JsonIgnore]
    public bool IsOver => Status is VideoStatus.Finished or VideoStatus.Failed or VideoStatus.Cancelled;
}

/// <summary>A video that was asked for, as it stands now.</summary>
public sealed record Video : VideoProgress
{
    /// <summary>The model that makes it; null where it is only upscaled or interpolated.</summary>
    public string? Model { get; init; }

    /// <summary>Its seed; null where there is no model.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public ulong? Seed { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its making began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the server deletes it at the latest; null before it has ended.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What else is to be known of it, a sentence each; null: nothing.</summary>
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>What was asked for, with what was left out filled in; sources are left out.</summary>
    public required VideoRequest Request { get; init; }

    /// <summary>What decided the finished video, as it also stands in the file; null before that.</summary>
    public JsonElement? Recipe { get; init; }

    /// <summary>Where to go from here.</summary>
    public required VideoLinks Links { get; init; }
}

/// <summary>Addresses that belong to a video, from the root of the server.</summary>
/// <param name="Self">The video as it stands.</param>
/// <param name="Events">Every change of it, as server-sent events.</param>
/// <param name="Content">The MP4; null before it is finished.</param>
/// <param name="Formats">Every file that can be had of it, by its format; null before it is finished.</param>
public sealed record VideoLinks(
    string Self, string Events, string? Content = null, IReadOnlyDictionary<string, string>? Formats = null);

/// <summary>Where a video stands.</summary>
public enum VideoStatus
{
    /// <summary>Something that this client does not know.</summary>
    Unknown,

    /// <summary>Waits for its turn.</summary>
    Queued,

    /// <summary>Is being made.</summary>
    Running,

    /// <summary>Can be downloaded.</summary>
    Finished,

    /// <summary>Was not made; <see cref="VideoProgress.Error"/> says why.</summary>
    Failed,

    /// <summary>Was stopped by who asked for it.</summary>
    Cancelled,
}

/// <summary>The parts of making a video, in the order they come.</summary>
public enum VideoStage
{
    /// <summary>Something that this client does not know.</summary>
    Unknown,

    /// <summary>The picture or video that is started from is read and brought to size.</summary>
    ReadingSource,

    /// <summary>The model is loaded.</summary>
    Loading,

    /// <summary>The prompt is read.</summary>
    ReadingPrompt,

    /// <summary>The picture or video becomes latents.</summary>
    Encoding,

    /// <summary>The latents of a video are walked to noise.</summary>
    Inverting,

    /// <summary>The video takes shape, step by step.</summary>
    Denoising,

    /// <summary>Latents become frames.</summary>
    Decoding,

    /// <summary>Frames get more pixels.</summary>
    Upscaling,

    /// <summary>Frames are drawn between frames.</summary>
    Interpolating,

    /// <summary>The files are finished.</summary>
    Writing,
}

/// <summary>A file that can be had of a finished video.</summary>
public enum ContentFormat
{
    /// <summary>The video itself.</summary>
    Mp4,

    /// <summary>A GIF.</summary>
    Gif,

    /// <summary>VP9 in WebM.</summary>
    WebM,

    /// <summary>An animated WebP.</summary>
    WebP,

    /// <summary>Its poster, a JPEG.</summary>
    Poster,

    /// <summary>The MP4 before it was upscaled or interpolated, where it was.</summary>
    Before,
}
