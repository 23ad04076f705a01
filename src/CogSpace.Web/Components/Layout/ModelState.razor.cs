using CogSpace.Web.Components.Studio;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;

namespace CogSpace.Web.Components.Layout;

/// <summary>Says whether the model can be asked yet.</summary>
public sealed partial class ModelState(ModelReadiness readiness, ModelMenu models) : IDisposable
{
    private string? _name;
    private IDisposable? _subscription;

    private ModelReadiness Readiness => readiness;

    public void Dispose() => _subscription?.Dispose();

    protected override void OnInitialized()
    {
        try
        {
            _name = models.Default.Name;
        }
        catch (CogSpaceException)
        {
            // Readiness tells the problem.
        }

        // Raised on the worker's thread: hop to this circuit before rendering.
        _subscription = readiness.OnChange(new Pulse(() => InvokeAsync(StateHasChanged), DispatchExceptionAsync).Raise);
    }
}
