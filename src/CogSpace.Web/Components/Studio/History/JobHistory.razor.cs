using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;
using CogSpace.Web.Sharing;
using Microsoft.AspNetCore.Components;

namespace CogSpace.Web.Components.Studio.History;

/// <summary>
/// The visitor's videos, and what can be done with several of them. When one is deleted, the focus goes to the one that takes
/// its place.
/// </summary>
public sealed partial class JobHistory
{
    private const int MostPicked = 2;

    private readonly Dictionary<string, HistoryItem> _items = [];
    private readonly List<string> _picked = [];      // ids, the first picked first
    private QuietButton? _deleteAll;
    private QuietButton? _sure;
    private string? _next;
    private bool _isPicking;
    private bool _asks;
    private bool _movesFocus;       // to the button that takes the place of the one that was pressed

    [Parameter, EditorRequired]
    public required IReadOnlyList<GenerationJob> Jobs { get; set; }

    /// <summary>The one at the top of the page.</summary>
    [Parameter]
    public GenerationJob? Shown { get; set; }

    [Parameter]
    public EventCallback<GenerationJob> Delete { get; set; }

    /// <summary>The visitor wants none of them any more, and has said so twice.</summary>
    [Parameter]
    public EventCallback DeleteAll { get; set; }

    private List<GenerationJob> Finished => [.. Jobs.Where(job => job.Status.State == JobState.Finished)];

    private List<GenerationJob> Picked =>
        [.. _picked.Select(id => Jobs.FirstOrDefault(job => job.Id == id)).OfType<GenerationJob>()];

    private string Question => Jobs.All(job => job.Status.IsOver)
        ? Text.Count("AskDeleteAll", Jobs.Count)
        : Text.Count("AskDeleteUnfinished", Jobs.Count);

    private string DownloadAll => Finished.Count > VideoArchive.MostVideos
        ? Text["DownloadNewest", VideoArchive.MostVideos]
        : Text["DownloadAll"];

    private string PickHint => Picked.Count switch
    {
        0 => Text["PickTwo"],
        1 => Text["PickOneMore"],
        _ => Text["PickOther"],
    };

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_movesFocus)
        {
            _movesFocus = false;
            if ((_asks ? _sure : _deleteAll) is { } button)
                await button.Element.FocusAsync();
        }

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
        _picked.Remove(job.Id);
        return Delete.InvokeAsync(job);
    }

    private Task DeleteAllAsync()
    {
        _asks = false;
        _picked.Clear();
        return DeleteAll.InvokeAsync();
    }

    private void Ask(bool asks) => (_asks, _movesFocus) = (asks, true);

    private void TogglePicking()
    {
        _isPicking = !_isPicking;
        _picked.Clear();
    }

    private void Pick(GenerationJob job)
    {
        if (_picked.Remove(job.Id))
            return;
        _picked.Add(job.Id);
        if (_picked.Count > MostPicked)
            _picked.RemoveAt(0);
    }
}
