using CogSpace.Web.Languages;
using Microsoft.AspNetCore.Http.Features;

namespace CogSpace.Web.Owners;

/// <summary>Endpoints whose address names something that not everybody may have.</summary>
internal static class OwnResource
{
    /// <summary>
    /// Lets a request through if {id} in its address names something of this visitor's. Whatever is foreign, unknown or expired
    /// is answered alike: 404.
    /// </summary>
    /// <param name="routes">The endpoints; each has {id} in its address.</param>
    /// <param name="find">By owner and id; null where the owner has no such thing.</param>
    /// <param name="missing">What is said with 404.</param>
    public static TRoutes RequireOwn<TRoutes, TStore, T>(
        this TRoutes routes, Func<TStore, string, string, T?> find, string missing)
        where TRoutes : IEndpointConventionBuilder
        where TStore : notnull
        where T : class =>
        routes.RequireFound(
            (TStore store, HttpContext http, string id) =>
                find(store, http.RequestServices.GetRequiredService<OwnerContext>().Owner, id),
            missing);

    /// <summary>Lets a request through if {id} in its address names something that it may have; else it gets 404.</summary>
    /// <param name="routes">The endpoints; each has {id} in its address.</param>
    /// <param name="find">By request and id; null where there is no such thing for this request.</param>
    /// <param name="missing">What is said with 404.</param>
    public static TRoutes RequireFound<TRoutes, TStore, T>(
        this TRoutes routes, Func<TStore, HttpContext, string, T?> find, string missing)
        where TRoutes : IEndpointConventionBuilder
        where TStore : notnull
        where T : class =>
        routes.AddEndpointFilter(
            async (context, next) =>
            {
                var http = context.HttpContext;
                string? id = http.GetRouteValue("id") as string;
                if (id is null || find(http.RequestServices.GetRequiredService<TStore>(), http, id) is not { } found)
                    return Missing(missing);
                http.Features.Set(found);
                return await next(context);
            }
        );

    /// <summary>What <see cref="RequireOwn"/> or <see cref="RequireFound"/> has found.</summary>
    public static T Own<T>(this HttpContext http)
        where T : class => http.Features.GetRequiredFeature<T>();

    public static IResult Missing(string sentence) =>
        SpokenAnswer.Text(sentence, StatusCodes.Status404NotFound);
}
