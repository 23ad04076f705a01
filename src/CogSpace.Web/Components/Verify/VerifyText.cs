namespace CogSpace.Web.Components.Verify;

/// <summary>Names the texts of the page that verifies files.</summary>
internal sealed class VerifyText;
