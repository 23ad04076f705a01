using CogSpace.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Languages;

/// <summary>Which language a request is answered in: what was chosen on the page, else what the browser asks for.</summary>
internal sealed class LanguageChoice(IOptions<HostingOptions> hosting)
{
    public const string Name = "cogspace-language";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    private readonly CookieBuilder _cookie = hosting.Value.IsFramed
        ? new FramedCookie
        {
            Name = Name,
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Kept,
        }
        : new CookieBuilder
        {
            Name = Name,
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Kept,
            SameSite = SameSiteMode.Lax,
            SecurePolicy = CookieSecurePolicy.SameAsRequest,
        };

    public static Language Of(HttpRequest request) => Language.Named(request.Cookies[Name]) ?? OfBrowser(request);

    /// <summary>Has the browser remember it.</summary>
    public void Keep(HttpContext context, Language language) =>
        context.Response.Cookies.Append(Name, language.Tag, _cookie.Build(context));

    // Weights are from 0, "not this one", to 1, which is also what goes without saying.
    private static Language OfBrowser(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .Where(wish => (wish.Quality ?? 1) > 0)
            .OrderByDescending(wish => wish.Quality ?? 1)
            .Select(wish => Language.Nearest(wish.Value.ToString()))
            .FirstOrDefault(language => language is not null) ?? Language.English;
}
