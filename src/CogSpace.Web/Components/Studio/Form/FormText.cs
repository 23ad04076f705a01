namespace CogSpace.Web.Components.Studio.Form;

/// <summary>Names the texts of the form.</summary>
internal sealed class FormText;
