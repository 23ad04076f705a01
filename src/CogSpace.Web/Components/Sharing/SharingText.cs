namespace CogSpace.Web.Components.Sharing;

/// <summary>Names the texts of the pages that are shared with others.</summary>
internal sealed class SharingText;
