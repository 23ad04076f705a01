namespace CogSpace.Generation.Hub;

/// <summary>How far a pull has come.</summary>
/// <param name="Model">What is pulled.</param>
/// <param name="Bytes">That are there, those that were before included.</param>
/// <param name="Of">That the model needs, as far as is known; 0: nothing is known yet.</param>
/// <param name="Files">That are complete.</param>
/// <param name="OfFiles">That the model needs.</param>
/// <param name="BytesPerSecond">Over the last seconds; null while nothing has been measured.</param>
/// <param name="Note">What one should know just now, a sentence; null: nothing.</param>
public sealed record PullProgress(string Model, long Bytes, long Of, int Files, int OfFiles, double? BytesPerSecond, string? Note)
{
    /// <summary>null while nothing has been measured.</summary>
    public double? SecondsLeft => BytesPerSecond is > 0 ? (Of - Bytes) / BytesPerSecond : null;
}
