namespace CogSpace.Web.Components.Layout;

/// <summary>Names the texts of what stands around every page.</summary>
internal sealed class LayoutText;
