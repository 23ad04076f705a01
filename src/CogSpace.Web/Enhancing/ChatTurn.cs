namespace CogSpace.Web.Enhancing;

/// <summary>Who says something to or for a language model.</summary>
internal enum ChatRole
{
    Rules,
    Visitor,
    Model,
}

/// <summary>One thing that is said.</summary>
internal sealed record ChatTurn(ChatRole Role, string Text);

/// <summary>What came back.</summary>
/// <param name="Text">As it was written; empty if nothing was.</param>
/// <param name="WasCut">It ran into the limit of tokens.</param>
/// <param name="WasRefused">The endpoint says itself that it does not want to.</param>
internal sealed record ChatAnswer(string Text, bool WasCut, bool WasRefused);
