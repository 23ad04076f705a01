using CogSpace.Web.Api.Documents;
using CogSpace.Web.Api.Outbound;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api.Callbacks;

/// <summary>What programs need to be told of the end of their videos.</summary>
internal static class CallbackEndpoints
{
    private const string Off = "This server does not call programs back. Ask it how the video stands instead.";

    public static void MapCallbacks(this RouteGroupBuilder api) => api.MapGet("/callback-secret", Secret)
        .Describe(
            "getCallbackSecret", "Callbacks", "Get the secret that the calls to your callback_url are signed with", problems: 501)
        .Produces<CallbackSecretAnswer>();

    /// <summary>Reads the field callback_url.</summary>
    /// <returns>null: it was left out.</returns>
    /// <exception cref="ApiException">It may not be asked, or nobody is called back here.</exception>
    public static Callback? Read(this OutboundGuard guard, string? url, ApiOptions options, DateTimeOffset now)
    {
        if (url is null)
            return null;
        if (!options.Callbacks)
            throw ApiException.Invalid("callback_url", Off);
        return guard.Read(url) is { } address
            ? new Callback(address.AbsoluteUri, Attempts: 0, Next: now)
            : throw ApiException.Invalid(
                "callback_url",
                "The callback_url has to be a public address with http or https and a usual port, without a password.");
    }

    private static IResult Secret(HttpContext context, CallbackSecret secret, IOptions<ApiOptions> options)
    {
        if (!options.Value.Callbacks)
            throw new ApiException(StatusCodes.Status501NotImplemented, "no_callbacks", Off);
        var caller = context.Caller();
        return ApiAnswer.Json(new CallbackSecretAnswer(secret.Of(caller.Owner), caller.IntroduceTo(context.Response)));
    }
}

/// <summary>What calls are signed with.</summary>
/// <param name="Secret">For the libraries of Standard Webhooks: whsec_ and 32 bytes in base 64.</param>
/// <param name="Token">Only for a program that was not known: send it as Authorization: Bearer TOKEN from now on.</param>
internal sealed record CallbackSecretAnswer(string Secret, string? Token);
