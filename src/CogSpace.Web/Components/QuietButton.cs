using Microsoft.AspNetCore.Components;
using Radzen;
using Radzen.Blazor;

namespace CogSpace.Web.Components;

/// <summary>Radzen's button for what is done beside the main thing: small, and underlined like a link.</summary>
public sealed class QuietButton : RadzenButton
{
    [Parameter]
    public override ButtonSize Size { get; set; } = ButtonSize.Small;

    [Parameter]
    public override Variant Variant { get; set; } = Variant.Text;
}
