using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Api;

/// <summary>Finds out which program asks: by its key, by a token of this server, or as nobody in particular.</summary>
/// <remarks>Cookies are not looked at: another site's page could make a browser send them.</remarks>
internal sealed class ApiIdentity(
    ApiKeys keys, OwnerToken tokens, IOptions<ApiOptions> options, IOptions<HostingOptions> hosting)
{
    private const string Bearer = "Bearer ";

    /// <exception cref="ApiException">A key is needed, or what was sent is none.</exception>
    public ApiCaller Of(HttpContext context)
    {
        string address = Visitor.AddressOf(context, hosting.Value);
        var header = context.Request.Headers[HeaderNames.Authorization];
        if (header.Count == 0)
            return options.Value.Anonymous || OpenFiles.IsAsked(context) ? Newcomer(address) : throw Refused(
                "missing_key", "A key is needed here: send it in the header Authorization, after the word Bearer.");
        if (header is [{ } text] && text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            string secret = text[Bearer.Length..].Trim();
            if (keys.Find(secret) is { } key)
                return new ApiCaller(ApiKeys.VisitorOf(key), key);
            if (options.Value.Anonymous && tokens.Read(secret) is { } owner)
                return new ApiCaller(new Visitor(owner, address));
        }

        throw Refused("wrong_key", "This key or token is not valid here, or not any more.");
    }

    private ApiCaller Newcomer(string address)
    {
        string owner = UnguessableId.New();
        return new ApiCaller(new Visitor(owner, address), Token: tokens.Of(owner));
    }

    private static ApiException Refused(string code, string message) =>
        new(StatusCodes.Status401Unauthorized, code, message);
}
