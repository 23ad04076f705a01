using System.Text;
using Microsoft.AspNetCore.Http;

namespace CogSpace.Tests.Hub;

/// <summary>How the test hub misbehaves: changes the answer before it is made, or makes another. True: it has answered.</summary>
internal delegate Task<bool> Fault(HttpContext context);

/// <summary>What hubs and the networks before them do.</summary>
internal static class Faults
{
    public static Fault Status(int code, params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = code;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        return Task.FromResult(true);
    };

    public static Fault Page() => async context =>
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync("<html><body>Please log in to this hotel's network.</body></html>");
        return true;
    };

    public static Fault Json(string json) => async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
        return true;
    };

    /// <summary>Sends the visitor elsewhere.</summary>
    public static Fault Redirect(string address) => context =>
    {
        context.Response.Redirect(address);
        return Task.FromResult(true);
    };

    /// <summary>The connection breaks after so many bytes of the body.</summary>
    public static Fault CutAfter(long bytes) =>
        Through(context => new FaultyBody(context, context.Response.Body) { CutAfter = bytes });

    /// <summary>Nothing more comes after so many bytes.</summary>
    public static Fault SilentAfter(long bytes) =>
        Through(context => new FaultyBody(context, context.Response.Body) { SilentAfter = bytes });

    /// <summary>One bit of the body is another.</summary>
    public static Fault Corrupt() => Through(context => new FaultyBody(context, context.Response.Body) { Corrupts = true });

    /// <summary>At most so many bytes a second.</summary>
    /// <param name="bytesPerSecond">How many.</param>
    /// <param name="until">The rest comes at once when this has ended; null: never.</param>
    public static Fault Slow(int bytesPerSecond, Task? until = null) => Through(context =>
        new FaultyBody(context, context.Response.Body) { BytesPerSecond = bytesPerSecond, SlowUntil = until });

    /// <summary>The whole file, however much of it was asked for.</summary>
    public static Fault NoRanges() => context =>
    {
        context.Request.Headers.Remove("Range");
        return Task.FromResult(false);
    };

    /// <summary>The body is this text, with an honest Content-Length.</summary>
    public static Fault Body(string text) => async context =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
        return true;
    };

    private static Fault Through(Func<HttpContext, FaultyBody> body) => context =>
    {
        context.Response.Body = body(context);
        return Task.FromResult(false);
    };
}
