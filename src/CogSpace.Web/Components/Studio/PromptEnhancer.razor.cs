using CogSpace.Web.Enhancing;
using CogSpace.Web.Enhancing.Parts;
using CogSpace.Web.Owners;
using Microsoft.AspNetCore.Components;

namespace CogSpace.Web.Components.Studio;

/// <summary>
/// Makes more of the prompt: by a language model where there is one, else by asking for what is missing. The old one comes
/// back by a click.
/// </summary>
public sealed partial class PromptEnhancer : IDisposable
{
    // Where the model cannot be read: what T5 is given as a rule, and how it cuts English.
    private const int UsualLimit = 226;
    private const int LettersOfAToken = 4;

    private CancellationTokenSource? _asking;
    private bool _isWaiting;
    private string? _problem;
    private string? _hint;
    private string _news = "";
    private Outcome? _outcome;
    private PromptCompletion? _completion;         // null once the prompt is the visitor's again
    private (StudioTab Tab, string? Model, int Fillings) _about;

    [Parameter, EditorRequired]
    public required StudioDraft Draft { get; set; }

    [Parameter, EditorRequired]
    public required StudioTab Tab { get; set; }

    /// <summary>What the prompt is for.</summary>
    [Parameter, EditorRequired]
    public required TabModel Model { get; set; }

    [Parameter]
    public bool IsDisabled { get; set; }

    /// <summary>The prompt of the draft is another.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    private PromptRewriter Rewriter { get; init; } = null!;

    [Inject]
    private OwnerContext Owner { get; init; } = null!;

    private PromptVocabulary Vocabulary =>
        Model.Guide?.Vocabulary ?? (Tab == StudioTab.Image ? OpenVocabulary.OfPictures : OpenVocabulary.OfVideos);

    private string Help =>
        Rewriter.Host is { } host ? $"A language model at {host} rewrites it." : "Finds what your prompt leaves open.";

    public void Dispose() => Stop();

    protected override void OnParametersSet()
    {
        var about = (Tab, Model.Name, Draft.Fillings);
        if (about != _about)
        {
            bool isOther = _about.Fillings != Draft.Fillings;
            _about = about;
            Stop();
            (_problem, _hint, _completion) = (null, null, null);
            if (isOther)
                _outcome = null;
        }

        if (_outcome is { IsTaken: true } outcome && Draft.Prompt != outcome.After)
            _completion = null;                    // written by hand since: choices would overwrite it
    }

    private async Task EnhanceAsync()
    {
        if (_isWaiting || _completion is not null)       // the second half of a double click
            return;
        (_problem, _hint, _news) = (null, null, "");

        // Asked again, it starts from the visitor's own words again, and undo leads back to them.
        string own = _outcome is { IsTaken: true } last && Draft.Prompt == last.After ? last.Before : Draft.Prompt;
        if (Rewriter.Host is null)
            await CompleteAsync(own);
        else if (own.Trim().Length == 0)
            _news = _hint = "The prompt is empty: write a few words to begin with.";
        else
            await RewriteAsync(own);
    }

    private async Task RewriteAsync(string prompt)
    {
        string shown = Draft.Prompt;
        using var asking = _asking = new CancellationTokenSource();
        (_isWaiting, _news) = (true, "The language model is rewriting your prompt.");
        try
        {
            string text = await Rewriter.RewriteAsync(Owner.Owner, prompt.Trim(), Brief(), asking.Token);
            if (asking.IsCancellationRequested)
                return;
            _outcome = new Outcome(prompt, text, IsTaken: false);
            _news = $"The new prompt: {text}";
            if (Draft.Prompt == shown)
                await TakeAsync();
        }
        catch (OperationCanceledException) when (asking.IsCancellationRequested)
        {
            _news = "Stopped. Your prompt is as it was.";
        }
        catch (EnhancerException e)
        {
            (_problem, _news) = (e.Message, "");
        }
        finally
        {
            if (_asking == asking)
                (_asking, _isWaiting) = (null, false);
        }
    }

    private async Task CompleteAsync(string prompt)
    {
        if (Model.Opened is { } model && model.CountTokens(prompt.Trim()) > model.TokenLimit)
        {
            _problem = $"The prompt is already longer than the {model.TokenLimit} tokens that the model reads: shorten it first.";
            return;
        }

        var completion = new PromptCompletion(Vocabulary, prompt, Model.Opened);
        if (completion.Missing.Count == 0 && completion.Text == prompt.Trim())
        {
            _news = _hint = "Nothing is missing: your prompt speaks of all that can be looked for. No language model was used.";
            return;
        }

        (_completion, _outcome) = (completion, new Outcome(prompt, completion.Text, IsTaken: false));
        _news = "Suggestions for what your prompt leaves open are below. No language model was used.";
        await TakeAsync();
    }

    private async Task TakeChoicesAsync()
    {
        if (_completion is null || _outcome is null)
            return;
        _outcome = _outcome with { After = _completion.Text };
        _news = $"The prompt now: {_completion.Text}";
        await TakeAsync();
    }

    private async Task TakeAsync()
    {
        if (_outcome is null)
            return;
        _outcome = _outcome with { IsTaken = true };
        Draft.Prompt = _outcome.After;
        await Changed.InvokeAsync();
    }

    // In the place of what was written meanwhile, which undo then brings back.
    private Task UseAsync()
    {
        _outcome = _outcome is null ? null : _outcome with { Before = Draft.Prompt };
        return TakeAsync();
    }

    private async Task UndoAsync()
    {
        if (_outcome is null)
            return;
        Draft.Prompt = _outcome.Before;
        Close();
        _news = "Your own prompt is back.";
        await Changed.InvokeAsync();
    }

    private void Close() => (_outcome, _completion, _news) = (null, null, "");

    private void Stop()
    {
        _asking?.Cancel();
        (_asking, _isWaiting) = (null, false);
    }

    private PromptBrief Brief() =>
        new(
            Tab.Purpose(), Model.Opened?.TokenLimit ?? UsualLimit,
            Model.Opened is { } model ? model.CountTokens : text => text.Length / LettersOfAToken, Model.Guide?.Language,
            Model.Guide?.Rewrites ?? []);

    /// <param name="Before">The visitor's own prompt.</param>
    /// <param name="After">The new one.</param>
    /// <param name="IsTaken">It stands in the form.</param>
    private sealed record Outcome(string Before, string After, bool IsTaken);
}
