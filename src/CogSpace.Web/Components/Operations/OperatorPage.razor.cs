using CogSpace.Web.Jobs;
using CogSpace.Web.Moderation;
using CogSpace.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace CogSpace.Web.Components.Operations;

/// <summary>What the host sees and does, for those who have given the token. Not there without one in the settings.</summary>
/// <remarks>Looks again every second: there is one operator, and jobs change more often than anybody can see.</remarks>
public sealed partial class OperatorPage : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private const int LooksForWarnings = 5;

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<string> _warnings = [];
    private OperatorReports? _reports;
    private int _look;

    /// <summary>Why the last token was not taken.</summary>
    [SupplyParameterFromQuery]
    public string? Problem { get; set; }

    /// <summary>The request that the page is first rendered for; null on the circuit.</summary>
    [CascadingParameter]
    public HttpContext? Http { get; set; }

    [Inject]
    private OperatorContext Access { get; init; } = null!;

    [Inject]
    private JobBoard Board { get; init; } = null!;

    [Inject]
    private ServerReport Report { get; init; } = null!;

    [Inject]
    private BlockList Blocks { get; init; } = null!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (!Access.Exists && Http is { Response.HasStarted: false })
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && Access.IsOperator)
            _ = LookAsync();
    }

    private async Task LookAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(LookEvery);
            var gone = _gone.Token;
            while (!gone.IsCancellationRequested)
            {
                var warnings = _look % LooksForWarnings == 0 ? await Report.WarningsAsync(gone) : null;
                await InvokeAsync(() =>
                {
                    _look++;
                    _warnings = warnings ?? _warnings;
                    if (warnings is not null)
                        _reports?.Look();
                    StateHasChanged();
                });
                await timer.WaitForNextTickAsync(gone);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page is closed.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private void Cancel(GenerationJob job)
    {
        if (Access.IsOperator)
            job.Cancel();
    }

    private void Unshare(GenerationJob job) => Access.Try(() => Board.Unshare(job));

    private void Delete(GenerationJob job) => Access.Try(() => Board.Delete(job, JobRemoval.Operator));

    // A cookie can be thrown away, and an address shared: the operator adds the address, if that is better.
    private void Block(GenerationJob job) => Access.Try(() => Blocks.Add(BlockKind.Owner, job.Owner, $"job {job.Id}"));
}
