using System.Net;

namespace CogSpace.Web.Hosting;

/// <summary>
/// Headers by which browsers keep the page to itself. They are added when an answer begins, so that pages of failures have them
/// too; an endpoint that sets one of them keeps its own.
/// </summary>
/// <remarks>
/// No script, style sheet or handler stands in the page itself, so no nonces are needed. Live connections are part of 'self'.
/// </remarks>
internal sealed class SecurityHeaders
{
    private static readonly string[] Unused =
    [
        "accelerometer", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid", "magnetometer",
        "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    ];

    private readonly bool _isFramed;
    private readonly (string Name, string Value)[] _always;

    public SecurityHeaders(HostingOptions hosting) => (_isFramed, _always) = (hosting.IsFramed,
    [
        ("Content-Security-Policy", Policy(hosting)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),       // addresses hold job ids
        ("Permissions-Policy", string.Join(", ", Unused.Select(feature => $"{feature}=()"))),
    ]);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            Add(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        foreach (var (name, value) in _always)
            headers.TryAdd(name, value);

        // A site that isolates itself may frame only a page that lets itself be embedded.
        bool isPage = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
        headers.TryAdd("Cross-Origin-Resource-Policy", _isFramed && isPage ? "cross-origin" : "same-origin");

        // Elsewhere browsers ignore it, and complain. It has no effect in a frame.
        if (context.Request.IsHttps || IsThisMachine(context.Request.Host.Host))
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
    }

    private static string Policy(HostingOptions hosting) => string.Join(
        "; ",
        "default-src 'none'",
        "base-uri 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        $"frame-ancestors {string.Join(' ', ["'self'", .. hosting.FrameAncestors])}",
        "img-src 'self'",
        "manifest-src 'self'",
        "media-src 'self'",
        "script-src 'self'",
        "style-src 'self'",

        // Shapes of pictures and places of frames are numbers that only the page knows. A style attribute changes one element
        // and selects none, so it cannot read the page; style sheets come from files.
        "style-src-attr 'unsafe-inline'");

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
