using System.Globalization;
using CogSpace.Web.Api;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Health;
using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Media;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Radzen;

namespace CogSpace.Benchmarks.Attacks;

/// <summary>
/// The server with its page, in a process of its own, and with doors for what a browser would do by clicking. It believes
/// what its clients say of their addresses.
/// </summary>
internal static class AttackedServer
{
    public const string Child = "attacked-server";

    /// <summary>Serves until its input ends. The first line of its output is its address.</summary>
    public static async Task RunAsync(string data, IEnumerable<string> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([
            new("Data:Folder", data),
            new("Data:FreeMegabytes", "0"),
            new("Models:Folder", Path.Combine(Report.Root, "models")),
            new("Models:Default", "cogspace-tiny"),
            new("Hosting:TrustedProxies:0", "127.0.0.1"),
            .. settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])),
        ]);
        builder.Logging.ClearProviders();
        builder.Services.AddStudio(builder.Configuration);
        builder.Services.AddRadzenComponents();
        builder.Services.AddHosting(builder.Configuration).AddGenerationJobs(builder.Configuration).AddHealth()
            .AddApi(builder.Configuration);
        await using var app = builder.Build();
        app.UseArrivalLimits();
        app.UseOwners();
        app.UsePageLimits();
        app.UseNotFoundPage();
        app.UseApi();
        app.UseFormTokens();
        app.MapApi();
        app.MapFinishedVideos();
        app.MapUploads();
        app.MapHealth();
        app.MapStudio();
        MapDoors(app);
        app.Urls.Clear();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }

    private static void MapDoors(WebApplication app)
    {
        app.MapGet("/bench/token", (HttpContext http, IAntiforgery tokens) => tokens.GetAndStoreTokens(http).RequestToken);
        app.MapPost("/bench/jobs", SubmitAsync).DisableAntiforgery();
        app.MapGet("/bench/jobs/{id}", (string id, JobBoard board, OwnerContext who) =>
            board.Find(who.Owner, id) is { } job ? job.Status.State.ToString() : "");
        app.MapDelete("/bench/jobs/{id}", (string id, JobBoard board, OwnerContext who) => board.Find(who.Owner, id)?.Cancel());
    }

    private static async Task<IResult> SubmitAsync(
        int steps, string? upload, HttpContext http, JobBoard board, OwnerContext who)
    {
        GenerationRequest request = upload is null
            ? new TextToVideo { Prompt = "a red circle moves up", Seed = 1, Steps = steps }
            : new VideoToVideo { Prompt = "a red circle moves up", Seed = 1, Steps = steps, Video = upload };
        try
        {
            return Results.Text((await board.SubmitAsync(who.Visitor, request, "cogspace-tiny", http.RequestAborted)).Id);
        }
        catch (CogSpaceException e)
        {
            return Results.Text(e.Message, statusCode: StatusCodes.Status429TooManyRequests);
        }
    }
}
