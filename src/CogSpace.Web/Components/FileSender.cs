using CogSpace.Web.Languages;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace CogSpace.Web.Components;

/// <summary>The script of a component that sends files to the server beside the circuit, and calls the component back.</summary>
/// <param name="script">The browser's.</param>
/// <param name="component">Whose methods the script calls.</param>
/// <param name="texts">What the script says.</param>
/// <param name="sentences">Translates what the server would say.</param>
/// <param name="module">The script's file; it has a function "attach", and what that returns has a function "detach".</param>
internal sealed class FileSender<T>(
    IJSRuntime script, T component, IStringLocalizer<FilesText> texts, Sentences sentences, string module) : IAsyncDisposable
    where T : class
{
    private const int NameLength = 80;

    private readonly DotNetObjectReference<T> _component = DotNetObjectReference.Create(component);
    private IJSObjectReference? _attached;

    /// <summary>Files can be chosen now.</summary>
    public bool IsReady => _attached is not null;

    /// <summary>Shortens a file's name for the page.</summary>
    public static string Shorten(string name) => name.Length > NameLength ? $"{name[..NameLength]}…" : name;

    /// <param name="root">The component's element.</param>
    /// <param name="address">Where files go.</param>
    /// <param name="kind">What they may be at the largest.</param>
    /// <param name="options">How large that is.</param>
    public async Task AttachAsync(ElementReference root, string address, SourceKind kind, UploadOptions options)
    {
        await using var imported = await script.InvokeAsync<IJSObjectReference>("import", module);
        _attached = await imported.InvokeAsync<IJSObjectReference>(
            "attach",
            root,
            _component,
            new
            {
                address,
                bytes = options.BytesOf(kind),
                words = new
                {
                    tooLarge = sentences.Say(UploadReceiver.TooLarge(kind, options)),
                    notTaken = texts["NotTaken"].Value,
                    notArrived = texts["NotArrived"].Value,
                    exampleGone = texts["ExampleGone"].Value,
                    chooseOne = texts["ChooseOne"].Value,
                    file = texts["File"].Value,
                },
            });
    }

    /// <summary>Calls another function of what is attached; does nothing before.</summary>
    public ValueTask InvokeAsync(string function, params object?[] arguments) =>
        _attached?.InvokeVoidAsync(function, arguments) ?? ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _component.Dispose();
        try
        {
            if (_attached is not null)
            {
                await _attached.InvokeVoidAsync("detach");
                await _attached.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone, and the script with it.
        }
    }
}
