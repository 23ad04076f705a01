namespace CogSpace.Generation.Rewriting;

/// <summary>Who wrote a message of a conversation.</summary>
internal enum ChatRole
{
    Rules,
    Visitor,
    Model,
}

/// <summary>One message of a conversation.</summary>
internal sealed record ChatTurn(ChatRole Role, string Text);

/// <summary>What the language model answered.</summary>
/// <param name="Text">As written; may be empty.</param>
/// <param name="WasCut">It reached the token limit.</param>
/// <param name="WasRefused">The server marked it as a refusal.</param>
internal sealed record ChatAnswer(string Text, bool WasCut, bool WasRefused);
