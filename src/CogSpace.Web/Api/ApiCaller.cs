using CogSpace.Web.Visitors;

namespace CogSpace.Web.Api;

/// <summary>The program that asks.</summary>
/// <param name="Visitor">Whose its videos are, and by what it counts.</param>
/// <param name="Key">The host's key that it has; null: none.</param>
/// <param name="Token">What it gets with what it makes now, to be known again; null: it is known already.</param>
internal sealed record ApiCaller(Visitor Visitor, ProgramKey? Key = null, string? Token = null)
{
    public string Owner => Visitor.Owner;

    /// <summary>Whether its key is for this model.</summary>
    public bool MayUse(string model) => Key is not { Models: { Count: > 0 } models } || models.Contains(model);

    /// <summary>Hands out its token, if it has to have one.</summary>
    public string? IntroduceTo(HttpResponse response)
    {
        if (Token is not null)
            response.Headers[OwnerToken.Header] = Token;
        return Token;
    }
}

/// <summary>Who asks, for endpoints.</summary>
internal static class ApiCallers
{
    /// <exception cref="InvalidOperationException">The request did not pass through <see cref="ApiGate"/>.</exception>
    public static ApiCaller Caller(this HttpContext context) =>
        context.Features.Get<ApiCaller>()
        ?? throw new InvalidOperationException("No caller: UseApi() must come before what asks for one.");
}
