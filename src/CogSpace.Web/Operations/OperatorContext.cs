using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace CogSpace.Web.Operations;

/// <summary>Whether this page is the operator's. Asked again for every action, because a session ends.</summary>
internal sealed class OperatorContext(
    AuthenticationStateProvider authentication, OperatorSessions sessions, OperatorToken token)
{
    /// <summary>Whether there is such a page at all.</summary>
    public bool Exists => token.IsSet;

    public bool IsOperator => sessions.IsValid(Session());

    /// <summary>Does something that only an operator may do.</summary>
    /// <returns>What went wrong; null: nothing.</returns>
    public string? Try(Action act)
    {
        if (!IsOperator)
            return "Your session has ended. Please load the page again and log in.";
        try
        {
            act();
            return null;
        }
        catch (CogSpaceException e)
        {
            return e.Message;
        }
    }

    private string? Session() =>
        authentication.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } state
            ? state.Result.User.FindFirstValue(OperatorCookie.Claim)
            : null;
}
