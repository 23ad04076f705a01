using System.Runtime.ExceptionServices;
using CogSpace.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace CogSpace.Web.Components.Layout;

/// <summary>
/// Shows in the place of a page that failed what to do and what to quote, and logs the reason by that code. A page that fails
/// before it is live is answered as every request that fails.
/// </summary>
public sealed partial class FailureBoundary(PageCode page, NavigationManager navigation, ILogger<FailureBoundary> log)
{
    private string _code = "";

    /// <summary>The request that the page is first rendered for; null on the circuit.</summary>
    [CascadingParameter]
    public HttpContext? Http { get; set; }

    protected override Task OnErrorAsync(Exception exception)
    {
        if (Http is not null)
            ExceptionDispatchInfo.Throw(exception);
        _code = page.Code ?? FailureAnswer.NewCode();
        log.LogError(exception, "Failure {Code}: a page failed", _code);
        return Task.CompletedTask;
    }

    private void Reload() => navigation.Refresh(forceReload: true);
}
