namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>Pictures of a video, decoded one by one into the same memory.</summary>
internal interface IPictureSequence : IAsyncDisposable
{
    /// <summary>The decoder's own words, for a sentence that needs a reason; empty where it has none.</summary>
    string Quote { get; }

    /// <returns>Valid until the next call; null when there are no more.</returns>
    /// <exception cref="MediaException">It takes too long, or is damaged beyond use.</exception>
    Task<Frame?> NextAsync();

    /// <summary>Waits until the decoder, which has made all pictures that were asked for, has ended.</summary>
    /// <returns>The errors that it reported, and the first of them.</returns>
    /// <exception cref="MediaException">It takes too long.</exception>
    Task<(int Errors, string First)> FinishAsync();
}
