using Microsoft.AspNetCore.Components.Server.Circuits;

namespace CogSpace.Web.Components.Layout;

/// <summary>
/// What a person quotes who reports that a page failed: the beginning of its connection's id, by which the framework's log names
/// it too.
/// </summary>
public sealed class PageCode : CircuitHandler
{
    private const int Letters = 8;

    /// <summary>Null while the page is not live.</summary>
    public string? Code { get; private set; }

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Code = circuit.Id[..Math.Min(Letters, circuit.Id.Length)];
        return Task.CompletedTask;
    }
}
