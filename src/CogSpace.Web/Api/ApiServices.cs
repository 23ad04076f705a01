using CogSpace.Web.Api.Callbacks;
using CogSpace.Web.Api.Direct;
using CogSpace.Web.Api.Documents;
using CogSpace.Web.Api.Gradio;
using CogSpace.Web.Api.OpenAi;
using CogSpace.Web.Api.Outbound;
using CogSpace.Web.Api.V1;
using CogSpace.Web.Api.Zhipu;
using CogSpace.Web.Hosting;
using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Api;

/// <summary>Registers and maps what programs use.</summary>
public static class ApiServices
{
    private const string CorsPolicy = "api";

    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<ApiOptions>(configuration, ApiOptions.Section);
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<ApiOptions>>((cors, api) =>
            cors.AddPolicy(CorsPolicy, policy => Allow(policy, api.Value.AllowedOrigins)));
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<IAllowances>(provider => provider.GetRequiredService<ApiKeys>());
        services.AddSingleton<OwnerToken>();
        services.AddSingleton<ApiIdentity>();
        services.AddSingleton<ApiRate>();
        services.AddSingleton<ApiGate>();
        services.AddSingleton<ApiFiles>();
        services.AddSingleton<ApiBody>();
        services.AddSingleton<VideoSubmission>();

        services.AddSingleton<VideoRequests>();
        services.AddSingleton<VideoViews>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<VideoEvents>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<EstimateEndpoint>();
        services.AddSingleton<GenerateEndpoint>();
        services.AddGradio();

        services.AddSingleton<OpenAiVideos>();
        services.AddSingleton<OpenAiShapes>();
        services.AddSingleton<OpenAiViews>();
        services.AddSingleton<IApiDialect, OpenAiDialect>();

        services.AddSingleton<ZhipuVideos>();
        services.AddSingleton<IApiDialect, ZhipuDialect>();

        services.AddSingleton<OpenFiles>();
        services.AddSingleton<PictureFetcher>();
        services.AddSingleton<OutboundGuard>();
        services.AddSingleton<OutboundClient>();
        services.AddSingleton<CallbackSecret>();
        services.AddHostedService<CallbackSender>();
        return services;
    }

    /// <summary>Knows programs from visitors. Nearer to the endpoints than all that explains failures to visitors.</summary>
    public static void UseApi(this IApplicationBuilder app)
    {
        app.UseWhen(
            context => context.Request.IsOfApi(),
            api => api.UseCors(CorsPolicy).Use(GradioToken.AcceptAsync).Use(ZhipuToken.AcceptAsync).UseMiddleware<ApiGate>());
        app.UseWhen(context => context.Request.IsOfDocuments(), documents => documents.Use(ApiReference.ProtectAsync));
    }

    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        var v1 = endpoints.MapGroup(ApiAddress.V1);
        v1.MapVideos();
        v1.MapPostProcessing();
        VideoEvents.Map(v1);
        ModelsEndpoint.Map(v1);
        EstimateEndpoint.Map(v1);
        v1.MapUploadedFiles();
        v1.MapRewriting();
        v1.MapTokens();
        v1.MapCallbacks();
        GenerateEndpoint.Map(endpoints);
        OpenAiVideos.Map(endpoints);
        ZhipuVideos.Map(endpoints);
        endpoints.MapGradio();
        endpoints.MapReference();
    }

    private static void Allow(CorsPolicyBuilder policy, IReadOnlyList<string> origins)
    {
        if (origins.Contains("*"))
            policy.AllowAnyOrigin();
        else
            policy.WithOrigins([.. origins]);
        policy.AllowAnyMethod().AllowAnyHeader().WithExposedHeaders(
            HeaderNames.Location, HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.ContentRange, OwnerToken.Header,
            RepeatKey.AnswerHeader);
    }
}
