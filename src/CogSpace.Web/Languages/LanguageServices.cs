using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.WebEncoders;

namespace CogSpace.Web.Languages;

/// <summary>Registers the languages of the page, and takes a visitor's choice.</summary>
public static class LanguageServices
{
    /// <summary>Where the page sends the language that was chosen, relative to it.</summary>
    public const string Address = "language";

    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<WebEncoderOptions>(encoder =>       // else every Chinese character takes eight bytes
            encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddScoped(typeof(IStringLocalizer<>), typeof(PageLocalizer<>));
        services.AddScoped<PageLanguage>();
        services.AddSingleton<LanguageChoice>();
        services.AddSingleton<SentenceFile>();
        services.AddScoped(provider => new Sentences(
            provider.GetRequiredService<SentenceFile>(), provider.GetRequiredService<PageLanguage>()));
        return services;
    }

    /// <summary>Decides the language of every request, before anything can be refused.</summary>
    public static void UseLanguages(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.RequestServices.GetRequiredService<PageLanguage>().Set(LanguageChoice.Of(context.Request));
        return next(context);
    });

    public static void MapLanguages(this IEndpointRouteBuilder endpoints) => endpoints.MapPost($"/{Address}/{{tag}}", Choose);

    private static IResult Choose(string tag, HttpContext context, LanguageChoice choice)
    {
        if (Language.Named(tag) is not { } language)
            return Results.NotFound();
        choice.Keep(context, language);
        return Results.NoContent();
    }
}
