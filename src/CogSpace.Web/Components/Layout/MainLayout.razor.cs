using CogSpace.Web.Jobs;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Components.Layout;

/// <summary>What stands around every page.</summary>
public sealed partial class MainLayout(IOptions<JobOptions> jobs)
{
    private string Retention => jobs.Value.Retention switch
    {
        { TotalHours: >= 48 } time => $"{time.TotalDays:0.#} days",
        { TotalMinutes: >= 120 } time => $"{time.TotalHours:0.#} hours",
        { TotalSeconds: >= 120 } time => $"{time.TotalMinutes:0.#} minutes",
        var time => $"{time.TotalSeconds:0.#} seconds",
    };
}
