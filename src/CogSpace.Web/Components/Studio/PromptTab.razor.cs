using CogSpace.Pipeline;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Owners;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace CogSpace.Web.Components.Studio;

/// <summary>The form: a prompt and a seed become a job.</summary>
/// <remarks>It takes no input until the circuit listens, since what is typed before would be lost.</remarks>
public sealed partial class PromptTab : IAsyncDisposable
{
    private ElementReference _form;
    private IJSObjectReference? _script;
    private bool _isReady;
    private bool _isSending;
    private string? _error;

    [Parameter, EditorRequired]
    public required PromptDraft Draft { get; set; }

    [Parameter]
    public ModelGuide? Guide { get; set; }

    /// <summary>A job was accepted.</summary>
    [Parameter]
    public EventCallback<GenerationJob> Submitted { get; set; }

    [Inject]
    private JobBoard Board { get; init; } = null!;

    [Inject]
    private OwnerContext Owner { get; init; } = null!;

    [Inject]
    private ModelMenu Models { get; init; } = null!;

    [Inject]
    private IOptions<StudioOptions> Options { get; init; } = null!;

    [Inject]
    private IJSRuntime Script { get; init; } = null!;

    // null while no model can be read; the top of the page says what is wrong.
    private PromptCounter? Counter
    {
        get
        {
            try
            {
                return Models.PlannerOf(Models.Default.Name).Prompts;
            }
            catch (CogSpaceException)
            {
                return null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_script is not null)
                await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone, and the script with it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _script = await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Studio/PromptTab.razor.js");
        string kept = await _script.InvokeAsync<string>("attach", _form);
        if (Draft.Prompt.Length == 0 && kept.Length <= PromptDraft.MaxLength)
            Draft.Prompt = kept;
        _isReady = true;
        StateHasChanged();
    }

    private async Task SubmitAsync()
    {
        if (_isSending)
            return;
        (_isSending, _error) = (true, null);
        try
        {
            var request = Draft.ToRequest(Options.Value, Counter);
            var job = await Board.SubmitAsync(Owner.Owner, request, Models.Default.Name, CancellationToken.None);
            await Submitted.InvokeAsync(job);
            if (_script is not null)
                await _script.InvokeVoidAsync("accepted");
        }
        catch (CogSpaceException e)
        {
            _error = e.Message;
        }
        finally
        {
            _isSending = false;
        }
    }
}
