using CogSpace.Generation;
using CogSpace.Web.Jobs;
using CogSpace.Web.Owners;
using CogSpace.Web.Sharing;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Radzen.Blazor;

namespace CogSpace.Web.Components.Studio.Job;

/// <summary>What can be done with a finished video.</summary>
public sealed partial class ResultActions
{
    private bool _isBusy;
    private string? _problem;
    private string? _whyNotExtended;
    private RadzenButton? _share;
    private bool _isSharedNow;
    private bool _isClosedNow;       // its button is there again and gets the focus

    [Parameter, EditorRequired]
    public required GenerationJob Job { get; set; }

    /// <summary>What decided the video; null where that was not kept.</summary>
    [Parameter]
    public Recipe? Recipe { get; set; }

    /// <summary>The visitor wants the settings of this job in the form.</summary>
    [Parameter]
    public EventCallback Reuse { get; set; }

    /// <summary>The visitor wants this video in the form, to make another from it.</summary>
    [Parameter]
    public EventCallback<Upload> Restyle { get; set; }

    /// <summary>The visitor wants this video in the form, to have it upscaled or interpolated.</summary>
    [Parameter]
    public EventCallback<Upload> PostProcess { get; set; }

    /// <summary>Another job was made of this one.</summary>
    [Parameter]
    public EventCallback<GenerationJob> Made { get; set; }

    [Inject]
    private JobBoard Board { get; init; } = null!;

    [Inject]
    private ResultReuse Results { get; init; } = null!;

    [Inject]
    private OwnerContext Owner { get; init; } = null!;

    [Inject]
    private Expiry Expiry { get; init; } = null!;

    [Inject]
    private IOptions<GalleryOptions> Gallery { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    // What was only upscaled or interpolated has no prompt, and is not ours to show around.
    private bool IsMadeHere => Job.Model is not null;

    private string ExtendTitle => _whyNotExtended is { } why ? Sentences.Say(why) : Text["ExtendTitle"];

    // Once: the page is rendered at every step of a job.
    protected override void OnInitialized() => _whyNotExtended = Results.WhyNotExtended(Job);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_isClosedNow || _share is null)
            return;
        _isClosedNow = false;
        await _share.Element.FocusAsync();
    }

    private void Share()
    {
        _isSharedNow = true;
        Try(() => Board.Share(Owner.Visitor, Job.Id));
    }

    private void Unshare()
    {
        _isClosedNow = true;
        Try(() => Board.Unshare(Owner.Owner, Job.Id));
    }

    private void ShowInGallery(bool isThere) => Try(() => Board.SetInGallery(Owner.Visitor, Job.Id, isThere));

    private Task VaryAsync() => TryAsync(async () => await Made.InvokeAsync(await Results.VaryAsync(Owner.Visitor, Job)));

    private Task ExtendAsync() =>
        TryAsync(async () => await Made.InvokeAsync(await Results.ExtendAsync(Owner.Visitor, Job)));

    private Task RestyleAsync() =>
        TryAsync(async () => await Restyle.InvokeAsync(await Results.AsMadeAsync(Owner.Visitor, Job)));

    private Task PostProcessAsync() =>
        TryAsync(async () => await PostProcess.InvokeAsync(await Results.AsUploadAsync(Owner.Visitor, Job)));

    private void Try(Action act)
    {
        _problem = null;
        try
        {
            act();
        }
        catch (CogSpaceException e)
        {
            _problem = e.Message;
        }
    }

    // A second press while the first is answered is not another wish.
    private async Task TryAsync(Func<Task> act)
    {
        if (_isBusy)
            return;
        (_isBusy, _problem) = (true, null);
        try
        {
            await act();
        }
        catch (CogSpaceException e)
        {
            _problem = e.Message;
        }
        finally
        {
            _isBusy = false;
        }
    }
}
