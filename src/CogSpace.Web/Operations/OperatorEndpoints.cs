using System.Security.Claims;
using CogSpace.Web.Owners;
using Microsoft.AspNetCore.Mvc;

namespace CogSpace.Web.Operations;

/// <summary>Lets the operator in and out. The page itself is a component.</summary>
internal static class OperatorEndpoints
{
    public const string Page = "operator";
    public const string LoginAddress = $"{Page}/login";
    public const string LogoutAddress = $"{Page}/logout";

    /// <summary>In the address of the page after a token that was not taken.</summary>
    public const string WrongToken = "token";

    /// <summary>In the address of the page after too many of them.</summary>
    public const string TooMany = "wait";

    public static void MapOperator(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost($"/{LoginAddress}", LogIn);
        endpoints.MapPost($"/{LogoutAddress}", LogOut);
    }

    private static IResult LogIn(
        [FromForm] string? token, HttpContext context, OwnerContext owner, OperatorToken secret, LoginAttempts attempts,
        OperatorSessions sessions, ILoggerFactory logs)
    {
        if (!secret.IsSet)
            return Results.NotFound();
        var result = attempts.Try(owner.Visitor.Address, () => secret.Is(token ?? ""));
        if (result == LoginResult.Right)
            OperatorCookie.Set(context, sessions.Begin());
        logs.CreateLogger(typeof(OperatorEndpoints)).LogInformation(
            "Somebody at {Address} wants to be the operator: {Result}", owner.Visitor.Address, result);
        return Results.LocalRedirect(result switch
        {
            LoginResult.Right => $"~/{Page}",
            LoginResult.Wait => $"~/{Page}?problem={TooMany}",
            _ => $"~/{Page}?problem={WrongToken}",
        });
    }

    private static IResult LogOut([FromForm] string? token, HttpContext context, OperatorSessions sessions)
    {
        _ = token;      // a form, so that the antiforgery token is asked for
        if (context.User.FindFirstValue(OperatorCookie.Claim) is { } session)
            sessions.End(session);
        OperatorCookie.Remove(context);
        return Results.LocalRedirect($"~/{Page}");
    }
}
