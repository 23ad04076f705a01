using System.Security.Claims;
using System.Security.Cryptography;
using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Owners;

/// <summary>Gives every browser a signed cookie, so that its jobs are found again. It says nothing about the visitor.</summary>
internal sealed class OwnerCookie(
    IDataProtectionProvider protection, IOptions<HostingOptions> hosting, ILogger<OwnerCookie> log) : IMiddleware
{
    public const string Name = "cogspace-owner";

    /// <summary>What the signing keys are used for: a cookie signed for this is good for nothing else.</summary>
    public const string Purpose = "CogSpace.Owner.v1";

    private const string OwnerClaim = "cogspace-owner";
    private const string AddressClaim = "cogspace-address";

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);

    // Chrome keeps no cookie longer than 400 days.
    private readonly CookieBuilder _cookie = hosting.Value.IsFramed
        ? new FramedCookie
        {
            Name = Name,
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(400),
        }
        : new CookieBuilder
        {
            Name = Name,
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(400),
            SameSite = SameSiteMode.Lax,
            SecurePolicy = CookieSecurePolicy.SameAsRequest,
        };

    /// <exception cref="InvalidOperationException">The request did not pass through <see cref="OwnerCookie"/>.</exception>
    public static Visitor VisitorOf(ClaimsPrincipal user) =>
        user.FindFirstValue(OwnerClaim) is { } owner && user.FindFirstValue(AddressClaim) is { } address
            ? new Visitor(owner, address)
            : throw new InvalidOperationException("No owner: UseOwners() must come before what asks for one.");

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Read(context.Request) is not { } owner)
        {
            owner = IsPage(context.Request) ? UnguessableId.New() : OwnerContext.Nobody;
            if (owner != OwnerContext.Nobody)
                context.Response.Cookies.Append(Name, _protector.Protect(owner), _cookie.Build(context));
        }

        var visitor = new Visitor(owner, Visitor.AddressOf(context, hosting.Value));
        context.User = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(OwnerClaim, visitor.Owner), new Claim(AddressClaim, visitor.Address)], authenticationType: null));
        context.RequestServices.GetRequiredService<OwnerContext>().Set(visitor);
        return next(context);
    }

    private string? Read(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: > 0 } cookie)
            return null;
        try
        {
            string owner = _protector.Unprotect(cookie);
            return UnguessableId.IsValid(owner) ? owner : null;
        }
        catch (CryptographicException)
        {
            log.LogInformation("A cookie was refused: it was not signed by this server, or its keys are gone");
            return null;
        }
    }

    // A new browser asks for a page first and then, all at once, for what belongs to it: only the first answer may hand out a
    // cookie.
    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request
            .GetTypedHeaders()
            .Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
