namespace CogSpace.Web.Components.Studio;

/// <summary>Names the texts of the page around the form and the jobs.</summary>
internal sealed class StudioText;
