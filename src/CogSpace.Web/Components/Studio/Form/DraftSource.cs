using CogSpace.Generation;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>A picture or video that the form holds.</summary>
/// <param name="Id">Of the upload, or of the earlier job that it belongs to.</param>
/// <param name="Address">Where the browser finds it.</param>
/// <param name="Info">What it is.</param>
/// <param name="IsShownAsImage">Whether the browser shows it as a picture: a GIF that is taken for a video too.</param>
public sealed record DraftSource(string Id, string Address, SourceInfo Info, bool IsShownAsImage)
{
    /// <summary>What the file says decided it, when it is a video that this program has made.</summary>
    public Recipe? Recipe { get; init; }

    /// <summary>The part of it that is used.</summary>
    public Crop Crop { get; set; } = Crop.Centred;
}
