using System.Net;
using CogSpace.Web.Languages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace CogSpace.Web.Hosting;

/// <summary>Where the server listens, which proxies it believes, in whose frames it may be shown, and what languages it speaks.</summary>
public static class ServerHosting
{
    // Open tabs are told to go and not waited for longer: hosts usually kill after 10 s.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    // How long a browser that has seen the page by https refuses to load it without.
    private static readonly TimeSpan TransportSecurity = TimeSpan.FromDays(365);

    public static IServiceCollection AddHosting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<HostingOptions>(configuration, HostingOptions.Section);
        services.AddTransient<IStartupFilter, HostingFilter>();
        services.AddLanguages();
        services.AddExceptionHandler<FailureAnswer>();
        services.AddHsts(hsts => hsts.MaxAge = TransportSecurity);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services
            .AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<HostingOptions>>((headers, hosting) => Trust(headers, hosting.Value.TrustedProxies));
        services.AddAntiforgery();
        services.Configure<AntiforgeryOptions>(antiforgery =>
        {
            antiforgery.SuppressXFrameOptionsHeader = true;       // the policy of HostingFilter says it, and says it finer

            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

            // Asked for while the program is put together, before settings are checked: so not by HostingOptions, which would
            // throw.
            if (
                configuration
                    .GetSection($"{HostingOptions.Section}:{nameof(HostingOptions.FrameAncestors)}")
                    .GetChildren()
                    .Any()
            )
                antiforgery.Cookie = new FramedCookie
                {
                    Name = "cogspace-antiforgery",
                    HttpOnly = true,
                    SecurePolicy = CookieSecurePolicy.SameAsRequest,
                }; // Always would fail every page that comes by http
        });
        return services;
    }

    private static void Trust(ForwardedHeadersOptions headers, IReadOnlyList<string> proxies)
    {
        headers.ForwardedHeaders =
            ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        headers.KnownIPNetworks.Clear();
        headers.KnownProxies.Clear();
        foreach (string proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                headers.KnownProxies.Add(address);
            else
                headers.KnownIPNetworks.Add(IPNetwork.Parse(proxy));
        }
    }
}
