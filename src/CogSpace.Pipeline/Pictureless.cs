namespace CogSpace.Pipeline;

/// <summary>Latents whose numbers overflowed on the way.</summary>
internal static class Pictureless
{
    /// <exception cref="GenerationFailedException">There is no picture in them.</exception>
    public static void Refuse(Tensor latents)
    {
        using var scope = NewDisposeScope();
        if (!latents.isfinite().all().item<bool>())
            throw new GenerationFailedException(
                "The model's numbers overflowed, so there is no picture in them. Another number type (bfloat16 or " +
                "float32) or a lower guidance may help; if not, the model's files are damaged."
            );
    }
}
