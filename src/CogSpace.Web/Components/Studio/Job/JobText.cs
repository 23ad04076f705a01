namespace CogSpace.Web.Components.Studio.Job;

/// <summary>Names the texts about one job.</summary>
internal sealed class JobText;
