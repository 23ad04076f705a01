using CogSpace.Generation;
using CogSpace.Generation.Rewriting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Owners;
using CogSpace.Web.Rewriting;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>
/// Has a language model rewrite the prompt, with a way back, and says when the video model knows little of it. Without a language
/// model it offers nothing.
/// </summary>
public sealed partial class PromptRewriting : IDisposable
{
    private CancellationTokenSource? _asking;
    private bool _isWaiting;
    private string? _problem;
    private string? _hint;
    private string _news = "";
    private Outcome? _outcome;
    private (StudioTab Tab, string? Model) _about;
    private (string Prompt, string? Model, string? Note) _unknown = ("", null, null);

    [Parameter, EditorRequired]
    public required StudioDraft Draft { get; set; }

    /// <summary>The video model that the prompt is written for.</summary>
    [Parameter, EditorRequired]
    public required TabModel Model { get; set; }

    [Parameter]
    public bool IsDisabled { get; set; }

    [Inject]
    private VisitorRewriter Rewriter { get; init; } = null!;

    [Inject]
    private ModelCatalog Models { get; init; } = null!;

    [Inject]
    private JobBoard Board { get; init; } = null!;

    [Inject]
    private OwnerContext Owner { get; init; } = null!;

    private StudioTab Tab => Draft.Tab;

    // What the language model is shown.
    private DraftSource? Picture =>
        Rewriter.SendsPictures && Tab == StudioTab.Image ? Draft.SourceOf(SourceKind.Image) : null;

    // Looked at again only when the prompt or the model has changed.
    private string? UnknownWords
    {
        get
        {
            if (Model.Opened is not { } model)
                return null;
            if ((_unknown.Prompt, _unknown.Model) != (Draft.Prompt, Model.Name))
                _unknown = (Draft.Prompt, Model.Name, Models.NoteOnUnknownWords(model, Draft.Prompt));
            return _unknown.Note;
        }
    }

    public void Dispose()
    {
        Draft.Changed -= Look;
        Stop();
    }

    protected override void OnInitialized() => Draft.Changed += Look;

    protected override void OnParametersSet()
    {
        var about = (Tab, Model.Name);
        if (about != _about)
        {
            _about = about;
            Forget();
        }

        // Undo would put an old text in the place of what was written since.
        if (_outcome is { IsTaken: true, After: var text } && Draft.Prompt != text)
            Close();
    }

    private void Look(DraftChange change)
    {
        if (change != DraftChange.Filled)
            return;
        Forget();
        _outcome = null;
    }

    private void Forget()
    {
        Stop();
        (_problem, _hint) = (null, null);
    }

    private async Task AskAsync(MouseEventArgs click)
    {
        if (_isWaiting || click.Detail > 1)       // the second half of a double click
            return;
        (_problem, _hint, _news) = (null, null, "");

        // Asked again, it starts from the visitor's own words again, and undo leads back to them.
        string own = _outcome is { IsTaken: true } last && Draft.Prompt == last.After ? last.Before : Draft.Prompt;
        if (own.Trim().Length == 0)
            _news = _hint = Text["WriteFirst"];
        else
            await RewriteAsync(own);
    }

    private async Task RewriteAsync(string prompt)
    {
        string shown = Draft.Prompt;
        using var asking = _asking = new CancellationTokenSource();
        (_isWaiting, _news) = (true, Text["IsRewriting"]);
        try
        {
            string text = await Rewriter.RewriteAsync(Owner.Visitor, prompt.Trim(), Brief(), asking.Token);
            if (asking.IsCancellationRequested)
                return;
            _outcome = new Outcome(prompt, text, IsTaken: false);
            _news = Text["NewPrompt", text];
            if (Draft.Prompt == shown)
                Take();
        }
        catch (OperationCanceledException) when (asking.IsCancellationRequested)
        {
            _news = Text["Stopped"];
        }
        catch (CogSpaceException e)
        {
            (_problem, _news) = (e.Message, "");
        }
        finally
        {
            if (_asking == asking)
                (_asking, _isWaiting) = (null, false);
        }
    }

    private void Take()
    {
        if (_outcome is null)
            return;
        _outcome = _outcome with { IsTaken = true };
        Draft.WritePrompt(_outcome.After);
    }

    // In the place of what was written meanwhile, which undo then brings back.
    private void Use()
    {
        _outcome = _outcome is null ? null : _outcome with { Before = Draft.Prompt };
        Take();
    }

    private void Undo()
    {
        if (_outcome is not { Before: var own, After: var text })
            return;
        Close();
        if (Draft.Prompt != text)
            return;
        _news = Text["OwnIsBack"];
        Draft.WritePrompt(own);
    }

    private void Close() => (_outcome, _news) = (null, "");

    private void Stop()
    {
        _asking?.Cancel();
        (_asking, _isWaiting) = (null, false);
    }

    private PromptBrief Brief() => PromptBrief.For(
        Tab.Purpose(), Model.Name,
        Model.Opened is { } model ? (model.TokenLimit, text => Models.CountTokens(model, text)) : null) with
    {
        Picture = Picture is { Id: var id } ? Board.SourceFileOf(Owner.Owner, id, SourceKind.Image) : null,
    };

    /// <param name="Before">The visitor's own prompt.</param>
    /// <param name="After">The new one.</param>
    /// <param name="IsTaken">It stands in the form.</param>
    private sealed record Outcome(string Before, string After, bool IsTaken);
}
