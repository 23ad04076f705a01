namespace CogSpace.Benchmarks.Networks;

/// <summary>What is timed.</summary>
internal enum SpeedWork
{
    /// <summary>One matrix product, large enough to show what the machine can do.</summary>
    Product,

    /// <summary>A prompt through the text encoder, all 226 tokens of it.</summary>
    Text,

    /// <summary>One denoising step of the transformer, both halves of the guidance in one batch.</summary>
    Step,

    /// <summary>Latents to frames.</summary>
    Decode,
}
