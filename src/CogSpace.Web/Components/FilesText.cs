namespace CogSpace.Web.Components;

/// <summary>Names the texts about files that are sent, which the scripts say.</summary>
internal sealed class FilesText;
