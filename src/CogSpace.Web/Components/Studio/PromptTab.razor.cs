using System.Diagnostics;
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
    // What is sent again sooner is the second half of a double click.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private ElementReference _form;
    private IJSObjectReference? _script;
    private bool _isReady;
    private bool _isSending;
    private string? _error;
    private IReadOnlyList<string> _models = [];     // that the visitor may pick
    private string? _first;                         // chosen at first; null: it cannot be read, and the top of the page says why
    private string? _model;                         // chosen now
    private ModelGuide? _guide;
    private PromptCounter? _counter;                // null while the model cannot be read
    private (string Text, PromptCounter Counter, int Tokens)? _counted;
    private (string Prompt, string Seed, string? Model) _sent;
    private long _sentAt;

    [Parameter, EditorRequired]
    public required PromptDraft Draft { get; set; }

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

    protected override void OnInitialized()
    {
        _models = [.. Models.Offered.Select(model => model.Name)];
        try
        {
            _first = Models.Default.Name;
        }
        catch (CogSpaceException)
        {
            // The model's state says it at the top of the page.
        }
    }

    protected override void OnParametersSet() => Take(Draft.Model is { } model && _models.Contains(model) ? model : _first);

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
        var sent = (Draft.Prompt, Draft.Seed, _model);
        if (_isSending || (sent == _sent && Stopwatch.GetElapsedTime(_sentAt) < Again))
            return;
        (_isSending, _error) = (true, null);
        try
        {
            string model = _model ?? Models.Default.Name;
            _counter ??= CounterOf(model);
            var request = Draft.ToRequest(Options.Value, _counter);
            var job = await Board.SubmitAsync(Owner.Owner, request, model, CancellationToken.None);
            (_sent, _sentAt) = (sent, Stopwatch.GetTimestamp());
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

    private void Pick(string? model)
    {
        Draft.Model = model;
        OnParametersSet();
    }

    // The page is rendered at every step of a job, so what lies on disk is looked at here and not there.
    private void Take(string? model)
    {
        if (model == _model)
            return;
        _model = model;
        _guide = ModelGuide.For(model);
        _counter = model is null ? null : CounterOf(model);
    }

    private PromptCounter? CounterOf(string model)
    {
        try
        {
            return Models.PlannerOf(model).Prompts;
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }

    private int Tokens(PromptCounter counter)
    {
        string text = Draft.Prompt.Trim();
        if (_counted is not { } last || last.Text != text || last.Counter != counter)
            _counted = last = (text, counter, counter.Count(text));
        return last.Tokens;
    }
}
