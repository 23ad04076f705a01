using System.Security.Claims;

namespace CogSpace.Web.Operations;

/// <summary>Recognises the operator's browser, for requests and for the live connections that they open.</summary>
internal sealed class OperatorCookie(OperatorSessions sessions) : IMiddleware
{
    public const string Name = "cogspace-operator";

    /// <summary>Holds the session.</summary>
    public const string Claim = "cogspace-operator";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Cookies[Name] is { Length: > 0 } id && sessions.IsValid(id))
            context.User.AddIdentity(new ClaimsIdentity([new Claim(Claim, id)], authenticationType: null));
        return next(context);
    }

    public static void Set(HttpContext context, string session) =>
        context.Response.Cookies.Append(Name, session, Options(context));

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        MaxAge = OperatorSessions.Lifetime,
        Path = $"{context.Request.PathBase}/",
    };
}
