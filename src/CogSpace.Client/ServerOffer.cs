namespace CogSpace.Client;

/// <summary>What can be asked for on a server.</summary>
public sealed record ServerOffer
{
    /// <summary>The smallest first.</summary>
    public required IReadOnlyList<OfferedModel> Models { get; init; }

    /// <summary>Names for <see cref="VideoRequest.Loras"/>.</summary>
    public required IReadOnlyList<string> Loras { get; init; }

    /// <summary>Names for <see cref="VideoRequest.Upscaler"/>; the first is taken where none is named.</summary>
    public required IReadOnlyList<string> Upscalers { get; init; }

    /// <summary>Names for <see cref="VideoRequest.Interpolator"/>; empty: frames cannot be interpolated there.</summary>
    public required IReadOnlyList<string> Interpolators { get; init; }

    /// <summary>How much can be asked for.</summary>
    public required OfferLimits Limits { get; init; }
}

/// <summary>How much can be asked for.</summary>
/// <param name="PromptCharacters">Of a prompt.</param>
/// <param name="Steps">Denoising steps.</param>
/// <param name="ImageMegabytes">Of a picture's file, of 10^6 bytes.</param>
/// <param name="VideoMegabytes">Of a video's file, of 10^6 bytes.</param>
public sealed record OfferLimits(int PromptCharacters, int Steps, int ImageMegabytes, int VideoMegabytes);

/// <summary>A model, and what it makes where nothing else is said.</summary>
public sealed record OfferedModel
{
    /// <summary>For <see cref="VideoRequest.Model"/>.</summary>
    public required string Name { get; init; }

    /// <summary>What it makes a video from.</summary>
    public required OfferedTask Task { get; init; }

    /// <summary>The published model that it has the shape of.</summary>
    public required string Variant { get; init; }

    /// <summary>Of its files.</summary>
    public required long Bytes { get; init; }

    /// <summary>Tokens of a prompt that it reads.</summary>
    public required int TokenLimit { get; init; }

    /// <summary>Sizes that suit it, its own first.</summary>
    public required IReadOnlyList<OfferedSize> Sizes { get; init; }

    /// <summary>Numbers of frames that suit it, its own first.</summary>
    public required IReadOnlyList<int> Frames { get; init; }

    /// <summary>Frames per second.</summary>
    public required double Fps { get; init; }

    /// <summary>Denoising steps.</summary>
    public required int Steps { get; init; }

    /// <summary>How strongly the prompt is followed.</summary>
    public required double Guidance { get; init; }

    /// <summary>The solver.</summary>
    public required string Scheduler { get; init; }

    /// <summary>How long its usual video takes there, in seconds; null until that is known.</summary>
    public double? Seconds { get; init; }
}

/// <summary>In pixels.</summary>
public sealed record OfferedSize(int Width, int Height);

/// <summary>What a model makes a video from.</summary>
public enum OfferedTask
{
    /// <summary>Something that this client does not know.</summary>
    Unknown,

    /// <summary>A prompt, or a video and a prompt.</summary>
    TextToVideo,

    /// <summary>A picture and a prompt.</summary>
    ImageToVideo,
}

/// <summary>What a request would make.</summary>
public sealed record VideoEstimate
{
    /// <summary>The model that would make it.</summary>
    public required string Model { get; init; }

    /// <summary>Of the file, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Of the file, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>In the file.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames per second of the file.</summary>
    public required double Fps { get; init; }

    /// <summary>On the device; null until the server has made a video that can be compared.</summary>
    public double? Seconds { get; init; }

    /// <summary>The same by stages.</summary>
    public IReadOnlyDictionary<string, double>? Stages { get; init; }

    /// <summary>Videos of everybody that wait now.</summary>
    public required int Waiting { get; init; }
}

/// <summary>A picture or a video that videos can be made from.</summary>
public sealed record UploadedFile
{
    /// <summary>For <see cref="VideoSource.FromId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required UploadKind Kind { get; init; }

    /// <summary>In pixels, as it is shown.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels, as it is shown.</summary>
    public required int Height { get; init; }

    /// <summary>1 for a picture.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames per second of a video.</summary>
    public double? Fps { get; init; }

    /// <summary>When it is deleted, unless a video is made from it before.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What an upload is.</summary>
public enum UploadKind
{
    /// <summary>Something that this client does not know.</summary>
    Unknown,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>A video.</summary>
    Video,
}
