namespace CogSpace.Web.Components.Studio.Examples;

/// <summary>Names the texts around the examples.</summary>
internal sealed class ExamplesText;
