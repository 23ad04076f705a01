namespace CogSpace;

/// <summary>The parts of making a video, in the order they come.</summary>
public enum GenerationStage
{
    /// <summary>The picture or video that is started from is read and brought to size.</summary>
    ReadingSource,

    Loading,
    ReadingPrompt,

    /// <summary>It becomes latents.</summary>
    Encoding,

    /// <summary>The latents of a video are walked to noise.</summary>
    Inverting,

    Denoising,
    Decoding,

    /// <summary>Frames get more pixels.</summary>
    Upscaling,

    /// <summary>Frames are drawn between frames.</summary>
    Interpolating,

    /// <summary>The last frames are encoded and the files are finished.</summary>
    Writing,
}

/// <summary>How far a generation has come.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Step">Steps of this stage that are done, 0 to <paramref name="Of"/>.</param>
/// <param name="Of">Steps that this stage has.</param>
/// <param name="SecondsLeft">
/// Seconds until the frames are finished, as far as can be told; null while nothing has been measured.
/// </param>
public sealed record GenerationProgress(GenerationStage Stage, int Step, int Of, double? SecondsLeft)
{
    /// <summary>Now and then while denoising and decoding; else null.</summary>
    public GenerationPreview? Preview { get; init; }
}

/// <summary>What a video will show, as far as can be told in the middle of making it.</summary>
/// <param name="Step">Denoising steps, and then frames, that it is made after.</param>
/// <param name="Picture">Small.</param>
public sealed record GenerationPreview(int Step, Frame Picture)
{
    /// <summary>Whether it is a frame of the video, and not a rough picture of what it will be.</summary>
    public bool IsDecoded { get; init; }
}
