namespace CogSpace.Web.Tests.Browser;

/// <summary>One browser test after the other: each has a server that computes.</summary>
[CollectionDefinition("browser", DisableParallelization = true)]
public sealed class OneAtATime;
