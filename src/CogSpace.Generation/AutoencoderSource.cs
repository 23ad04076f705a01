namespace CogSpace.Generation;

/// <summary>What an autoencoder is to encode.</summary>
public sealed record AutoencoderSource
{
    /// <summary>The file of a picture; null: it is a video.</summary>
    public string? Image { get; init; }

    /// <summary>The file of a video; null: it is a picture.</summary>
    public string? Video { get; init; }

    /// <summary>Width in pixels; null: the file's own, down to what is possible.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels; null: the file's own, down to what is possible.</summary>
    public int? Height { get; init; }

    /// <summary>Frames of a video at most; null: all.</summary>
    public int? Frames { get; init; }

    /// <summary>Draws a sample of what the encoder holds possible, with this seed; null: what it holds most likely.</summary>
    public ulong? Seed { get; init; }
}
