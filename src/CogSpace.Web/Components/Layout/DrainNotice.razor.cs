using CogSpace.Web.Components.Studio;
using CogSpace.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace CogSpace.Web.Components.Layout;

/// <summary>Says while no new jobs are taken.</summary>
public sealed partial class DrainNotice : IDisposable
{
    private IDisposable? _subscription;

    [Inject]
    private Drain Drain { get; init; } = null!;

    public void Dispose() => _subscription?.Dispose();

    protected override void OnInitialized()
    {
        var news = new Pulse(() => InvokeAsync(StateHasChanged), DispatchExceptionAsync);
        _subscription = Drain.OnChange(news.Raise);
    }
}
