using CogSpace.Web.Provenance;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace CogSpace.Web.Components.Verify;

/// <summary>Says of a file whether this server made it. The file goes to the server beside the circuit.</summary>
public sealed partial class VerifyPage : IAsyncDisposable
{
    private ElementReference _root;
    private FileSender<VerifyPage>? _files;
    private string? _name;
    private string? _problem;
    private CheckAnswer? _answer;

    [Inject]
    private IOptions<UploadOptions> Options { get; init; } = null!;

    [Inject]
    private IStringLocalizer<FilesText> FileTexts { get; init; } = null!;

    [Inject]
    private IJSRuntime Script { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    private string Verdict => _answer is { Sentence: var sentence } ? Sentences.Say(sentence) : Text["Reading"];

    // Before and after the link to the key.
    private string[] Programs => Text["Programs"].Value.Split("{0}");

    private string? Look => _answer switch { { Verified: true } => "good", not null => "bad", null => null };

    /// <summary>The browser begins to send a file.</summary>
    [JSInvokable]
    public void Begun(string name)
    {
        (_name, _problem, _answer) = (FileSender<VerifyPage>.Shorten(name), null, null);
        StateHasChanged();
    }

    /// <summary>The server has looked at it.</summary>
    [JSInvokable]
    public void Answered(CheckAnswer answer)
    {
        (_problem, _answer) = (null, answer);
        StateHasChanged();
    }

    /// <summary>The server, or the browser, has not.</summary>
    [JSInvokable]
    public void Refused(string sentence)
    {
        (_problem, _answer) = (sentence, null);
        StateHasChanged();
    }

    public ValueTask DisposeAsync() => _files?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _files = new FileSender<VerifyPage>(
            Script, this, FileTexts, Sentences, "./Components/Verify/VerifyPage.razor.js");
        await _files.AttachAsync(_root, ProvenanceEndpoints.CheckAddress, SourceKind.Video, Options.Value);
        StateHasChanged();      // files can be chosen now
    }
}
