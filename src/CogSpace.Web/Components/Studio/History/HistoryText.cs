namespace CogSpace.Web.Components.Studio.History;

/// <summary>Names the texts of the list of earlier videos.</summary>
internal sealed class HistoryText;
