using CogSpace.Web.Components.Studio;
using CogSpace.Web.Moderation;

namespace CogSpace.Web.Components.Layout;

/// <summary>Says that the demo is closed, as soon as it is.</summary>
public sealed partial class ClosedNotice(ClosedSign sign) : IDisposable
{
    private IDisposable? _subscription;

    public void Dispose() => _subscription?.Dispose();

    // Raised on an operator's thread: hop to this circuit before rendering.
    protected override void OnInitialized() =>
        _subscription = sign.OnChange(new Pulse(() => InvokeAsync(StateHasChanged), DispatchExceptionAsync).Raise);
}
