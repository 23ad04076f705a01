using System.Globalization;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>
/// Chooses the part of a picture or video that is used. The script moves the frame; here arrives where it came to rest.
/// </summary>
public sealed partial class CropFrame : IAsyncDisposable
{
    private const double MostHeight = 20;       // rem

    private ElementReference _root;
    private IJSObjectReference? _script;
    private DotNetObjectReference<CropFrame>? _self;
    private (Crop, int, int) _shown;            // what the script knows
    private bool _isGone;                       // another source, or none, was chosen while the script was on its way
    private bool _isAlive;                      // the script listens: what is pressed before would be lost

    [Parameter, EditorRequired]
    public required DraftSource Source { get; set; }

    /// <summary>The shape that the frame has; null while it is not known: there is no frame then.</summary>
    [Parameter]
    public SourceFit? Shape { get; set; }

    /// <summary>The frame has been moved, to here.</summary>
    [Parameter]
    public EventCallback<Crop> Moved { get; set; }

    [Inject]
    private IJSRuntime Script { get; init; } = null!;

    private string What => Source.Info.Kind == SourceKind.Image ? "Picture" : "Video";

    // As wide as there is room, but not so high that the prompt is pushed off the page.
    private string Size =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"aspect-ratio: {Source.Info.Width} / {Source.Info.Height}; width: min(100%, " +
            $"{MostHeight * Source.Info.Width / Source.Info.Height:0.###}rem)"
        );

    /// <summary>Where the frame is now, as in <see cref="Crop"/>.</summary>
    [JSInvokable]
    public Task MovedAsync(double x, double y, double zoom)
    {
        var crop = new Crop(x, y, zoom);
        try
        {
            crop.Check();
        }
        catch (InvalidRequestException)
        {
            return Task.CompletedTask;      // not from our script
        }

        _shown = (crop, _shown.Item2, _shown.Item3);
        return Moved.InvokeAsync(crop);
    }

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        _self?.Dispose();
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
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await using var module = await Script.InvokeAsync<IJSObjectReference>(
                "import", "./Components/Studio/Form/CropFrame.razor.js");
            if (_isGone)
                return;
            _script = await module.InvokeAsync<IJSObjectReference>(
                "attach",
                _root,
                _self,
                new
                {
                    width = Source.Info.Width,
                    height = Source.Info.Height,
                    mostZoom = Crop.MostZoom,
                    words = new
                    {
                        left = Text["FromLeft"].Value,
                        top = Text["FromTop"].Value,
                        times = Text["ZoomTimes"].Value,
                    },
                }
            );
        }

        if (_script is null || _isGone)
            return;
        if (Shape?.Made is { } shape && _shown != (Source.Crop, shape.Width, shape.Height))
        {
            _shown = (Source.Crop, shape.Width, shape.Height);
            await _script.InvokeVoidAsync("show", shape.Width, shape.Height, Source.Crop.X, Source.Crop.Y, Source.Crop.Zoom);
        }

        if (!_isAlive)
        {
            _isAlive = true;
            StateHasChanged();
        }
    }
}
