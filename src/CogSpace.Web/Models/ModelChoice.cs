namespace CogSpace.Web.Models;

/// <summary>A model that a visitor may pick.</summary>
/// <param name="Name">As it is known on this server.</param>
/// <param name="Label">With its size, and a word where the memory may not do.</param>
public sealed record ModelChoice(string Name, string Label);
