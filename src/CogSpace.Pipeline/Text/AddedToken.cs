namespace CogSpace.Pipeline.Text;

/// <summary>A token that is cut out of the text as it was typed, before anything else looks at it.</summary>
/// <param name="Text">Never empty.</param>
/// <param name="Id">May lie above the pieces of the vocabulary.</param>
/// <param name="StripLeft">It swallows white space before it.</param>
/// <param name="StripRight">It swallows white space behind it.</param>
internal sealed record AddedToken(string Text, int Id, bool StripLeft = false, bool StripRight = false);
