namespace CogSpace.Web.Components.Studio.Form;

/// <summary>Why the form cannot go on: one sentence at a time.</summary>
/// <param name="Sentence">For the visitor.</param>
/// <param name="IsOfSource">It is about the picture or video, and stands there; else beside the button.</param>
public sealed record FormProblem(string Sentence, bool IsOfSource = false);
