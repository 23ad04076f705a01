namespace CogSpace.Web.Models;

/// <summary>A way to give frames more pixels that a visitor may pick.</summary>
/// <param name="Name">As a request names it.</param>
/// <param name="Label">As the page shows it.</param>
/// <param name="Scale">Pixels of the result for each pixel of a frame, in one direction.</param>
public sealed record UpscalerChoice(string Name, string Label, int Scale);
