using CogSpace.Web.Api.Documents;

namespace CogSpace.Web.Api.V1;

/// <summary>Hands a token to a program without a key before it has made anything.</summary>
internal static class TokensEndpoint
{
    public static void MapTokens(this RouteGroupBuilder api) => api.MapPost("/tokens", Introduce)
        .Describe("createToken", "Server", "Get a token, to be known by it from now on", problems: 409)
        .Produces<TokenAnswer>(StatusCodes.Status201Created);

    // A key must not have one: it would count when the key is revoked.
    private static IResult Introduce(HttpContext context, OwnerToken tokens)
    {
        var caller = context.Caller();
        if (caller.Key is not null)
            throw new ApiException(StatusCodes.Status409Conflict, "has_key", "A program that has a key needs no token.");
        return ApiAnswer.Json(
            new TokenAnswer(caller.IntroduceTo(context.Response) ?? tokens.Of(caller.Owner)), StatusCodes.Status201Created);
    }
}

/// <summary>By what a program is known.</summary>
/// <param name="Token">To be sent as Authorization: Bearer TOKEN.</param>
internal sealed record TokenAnswer(string Token);
