using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Radzen.Blazor;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>The tabs, moved through with the arrow keys as WAI-ARIA's tab pattern says.</summary>
public sealed partial class StudioTabs
{
    private static readonly StudioTab[] Tabs = Enum.GetValues<StudioTab>();
    private readonly RadzenButton[] _buttons = new RadzenButton[Tabs.Length];

    [Parameter, EditorRequired]
    public StudioTab Selected { get; set; }

    [Parameter]
    public EventCallback<StudioTab> SelectedChanged { get; set; }

    private async Task Move(KeyboardEventArgs key)
    {
        int? next = key.Key switch
        {
            "ArrowRight" => ((int)Selected + 1) % Tabs.Length,
            "ArrowLeft" => ((int)Selected + Tabs.Length - 1) % Tabs.Length,
            "Home" => 0,
            "End" => Tabs.Length - 1,
            _ => null,
        };
        if (next is not { } index)
            return;
        await SelectedChanged.InvokeAsync(Tabs[index]);
        await _buttons[index].Element.FocusAsync();
    }
}
