using CogSpace.Pipeline;

namespace CogSpace.Generation.Training;

/// <summary>Decides before anything is loaded whether a training fits into memory.</summary>
internal static class TrainingPreflight
{
    // What is estimated can be somewhat more, and others take memory meanwhile.
    private const double Share = 0.9;

    /// <param name="needs">Of the training.</param>
    /// <param name="clip">What it learns from.</param>
    /// <param name="request">How.</param>
    /// <param name="free">Bytes that are free; null: unknown, then everything fits.</param>
    /// <exception cref="InvalidRequestException">It does not fit; the message has the numbers.</exception>
    public static void Check(TrainingNeeds needs, VideoInfo clip, TrainingRequest request, long? free)
    {
        if (free is not { } bytes || needs.Total <= bytes * Share)
            return;
        string[] advice =
        [
            .. request.Options.GradientCheckpointing ? Array.Empty<string>() : ["gradient checkpointing"],
            .. request.Options.BatchSize > 1 ? ["a smaller batch with more accumulation"] : Array.Empty<string>(),
            "fewer frames", "a smaller size",
            .. request.Options.Lora is null ? ["a LoRA"] : new[] { "a smaller rank", "weights in int8" },
        ];
        throw new InvalidRequestException(
            $"This training does not fit into memory: clips of {clip.Frames} frames of {clip.Width} x {clip.Height} take about " +
            $"{ByteSize.Format(needs.Total)} ({ByteSize.Format(needs.Model)} for the model, {ByteSize.Format(needs.Trained)} " +
            $"for what is trained, {ByteSize.Format(needs.Between)} between the layers), and {ByteSize.Format(bytes)} are " +
            "free. " +
            $"These take less: {string.Join(", ", advice)}.");
    }
}
