using CogSpace.Web.Jobs;
using CogSpace.Web.Sharing;
using Microsoft.AspNetCore.Components;

namespace CogSpace.Web.Components.Sharing;

/// <summary>A shared video, for anybody who has the link. Nothing on it leads to its owner or its job.</summary>
/// <remarks>Rendered once, without a live connection: a link that many follow costs the server only its answers.</remarks>
public sealed partial class SharedPage
{
    private GenerationJob? _job;

    /// <summary>The id of the share, never that of the job.</summary>
    [Parameter]
    public required string Id { get; set; }

    [Inject]
    private JobBoard Board { get; init; } = null!;

    [Inject]
    private JobStore Store { get; init; } = null!;

    [Inject]
    private Expiry Expiry { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    private string Address => Navigation.ToAbsoluteUri($"share/{Id}").ToString();

    private bool HasPoster => _job is { } job && File.Exists(Store.PosterPath(job.Id));

    private string? Ratio => _job?.Status.Recipe is { } recipe
        ? $"aspect-ratio: {recipe.Result.Width} / {recipe.Result.Height}"
        : null;

    protected override void OnParametersSet() => _job = Board.FindShared(Id);
}
