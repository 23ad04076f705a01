namespace CogSpace.Generation.Rewriting;

/// <summary>Who wrote a message of a conversation.</summary>
internal enum ChatRole
{
    Rules,
    Visitor,
    Model,
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who wrote it.</param>
/// <param name="Text">What is said.</param>
/// <param name="Picture">A data URL of a picture that goes with it; null: none.</param>
internal sealed record ChatTurn(ChatRole Role, string Text, string? Picture = null);

/// <summary>What the language model answered.</summary>
/// <param name="Text">As written; may be empty.</param>
/// <param name="WasCut">It reached the token limit.</param>
/// <param name="WasRefused">The server marked it as a refusal.</param>
/// <param name="HasReasoning">The server sent reasoning beside the text.</param>
internal sealed record ChatAnswer(string Text, bool WasCut, bool WasRefused, bool HasReasoning);
