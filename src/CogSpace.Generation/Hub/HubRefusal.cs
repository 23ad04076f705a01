using System.Globalization;
using System.Net;

namespace CogSpace.Generation.Hub;

/// <summary>What an answer that is none means for the person who asked.</summary>
internal static class HubRefusal
{
    private const int TooManyRequests = 429;

    /// <param name="answer">With a status of 400 or above.</param>
    /// <param name="id">The model that was asked for.</param>
    /// <param name="what">What of it: "the list of files", "vae/config.json".</param>
    /// <param name="options">The hub that was asked.</param>
    public static CogSpaceException Of(HttpResponseMessage answer, HubModelId id, string what, HubOptions options)
    {
        int status = (int)answer.StatusCode;
        string code = Header(answer, "X-Error-Code");
        var page = new Uri($"{options.Endpoint.OriginalString}/{id.Name}");
        if (status is TooManyRequests or (int)HttpStatusCode.RequestTimeout or >= 500)
            return new TransientHubException(
                Invariant($"The hub answered {status} ({answer.ReasonPhrase}) when it was asked for {what} of {id}."),
                After(answer));
        if (code == "GatedRepo")
            return new CogSpaceException(
                $"{id.Name} is gated: accept its terms on {page} and set HF_TOKEN to a token of the same account.");
        return status switch
        {
            401 when options.Token is null => new CogSpaceException(
                $"The hub lets nobody without a token have {id.Name} (401): it is private, gated, or does not exist. " +
                $"Set HF_TOKEN to a token of {options.Endpoint.OriginalString}/settings/tokens."
            ),
            401 => new CogSpaceException(
                $"The hub does not accept the token (401) for {id.Name}. Set HF_TOKEN to a valid one, of an account " +
                "that may read this model."
            ),
            403 => new CogSpaceException(
                $"The hub refuses {id.Name} (403): the token's account may not read it. If it is gated, accept its " +
                $"terms on {page}."
            ),
            404 when code == "RevisionNotFound" => new CogSpaceException($"{id.Name} has no revision \"{id.Revision}\"."),
            404 when code == "EntryNotFound" => new CogSpaceException($"{id} has no {what}."),
            404 => new CogSpaceException(
                $"There is no {id} on {options.Endpoint.OriginalString} (404). Is the name right? A private model needs HF_TOKEN."
            ),
            _ => new CogSpaceException(
                Invariant($"The hub answered {status} ({answer.ReasonPhrase}) when it was asked for {what} of {id}.")),
        };
    }

    /// <summary>Something between us and the hub, or a wrong address, answers with pages for people.</summary>
    public static CogSpaceException WebPage(HttpResponseMessage answer, HubModelId id, string what) =>
        new(
            $"{answer.RequestMessage?.RequestUri?.Host} answered with a web page where {what} of {id} should be. A " +
            $"proxy or a login may stand in between, or HF_ENDPOINT may name something that is not a hub."
        );

    public static bool IsWebPage(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml";

    public static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.First() : "";

    private static TimeSpan? After(HttpResponseMessage answer)
    {
        var wait = answer.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - DateTimeOffset.UtcNow : null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
