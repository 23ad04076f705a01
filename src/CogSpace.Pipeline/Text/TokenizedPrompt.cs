namespace CogSpace.Pipeline.Text;

/// <summary>A prompt as the text encoder takes it.</summary>
/// <param name="Ids">Padded to the length that was asked for.</param>
/// <param name="Count">Tokens of the whole text with its end token, before anything was cut off.</param>
/// <param name="Truncated">The text was longer than fits.</param>
internal sealed record TokenizedPrompt(int[] Ids, int Count, bool Truncated);
