using CogSpace.Web.Jobs;
using Microsoft.AspNetCore.Components;

namespace CogSpace.Web.Components.Studio.History;

/// <summary>The visitor's videos. When one is deleted, the focus goes to the one that takes its place.</summary>
public sealed partial class JobHistory
{
    private readonly Dictionary<string, HistoryItem> _items = [];
    private string? _next;

    [Parameter, EditorRequired]
    public required IReadOnlyList<GenerationJob> Jobs { get; set; }

    /// <summary>The one at the top of the page.</summary>
    [Parameter]
    public GenerationJob? Shown { get; set; }

    [Parameter]
    public EventCallback<GenerationJob> Delete { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_next is not { } next)
            return;
        _next = null;
        if (_items.GetValueOrDefault(next) is { } item)
            await item.FocusAsync();
    }

    private Task DeleteAsync(GenerationJob job)
    {
        int place = Jobs.Index().First(each => each.Item == job).Index;
        _next = (Jobs.ElementAtOrDefault(place + 1) ?? Jobs.ElementAtOrDefault(place - 1))?.Id;
        _items.Remove(job.Id);
        return Delete.InvokeAsync(job);
    }
}
