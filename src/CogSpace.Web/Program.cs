using CogSpace.Generation.Workers;
using CogSpace.Web.About;
using CogSpace.Web.Api;
using CogSpace.Web.Components;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Examples;
using CogSpace.Web.Health;
using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;
using CogSpace.Web.Media;
using CogSpace.Web.Operations;
using CogSpace.Web.Owners;
using CogSpace.Web.Provenance;
using CogSpace.Web.Reports;
using CogSpace.Web.Sharing;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Radzen;

// The server starts itself once more, to make videos in a process of its own.
if (args is [WorkerCommand.Word, var socket])
    return await WorkerProgram.RunAsync(socket);

// What belongs to the program lies beside it, wherever it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();             // also when it runs from its build folder
builder.WebHost.UseSetting("ReloadStaticAssetsAtRuntime", "false");   // which would send them uncompressed

builder.Services.AddStudio(builder.Configuration);            // the page
builder.Services.AddRadzenComponents();
builder.Services
    .AddHosting(builder.Configuration)            // address, proxies, frames
    .AddGenerationJobs(builder.Configuration)     // one queue, one worker
    .AddHealth()
    .AddApi(builder.Configuration);               // what programs use

var app = builder.Build();

app.UseArrivalLimits();
app.UseOwners();
app.UseOperators();                                // /metrics, the operator's cookie
app.UsePageLimits();
app.UseResponseCompression();
app.UseNotFoundPage();
app.UseApi();                                      // keys of programs, problems instead of pages
app.UseFormTokens();
app.MapStaticAssets();
app.MapAbout();                                   // GET /about/licence ...
app.MapExamples();                                // GET /examples/{file}, beside the models
app.MapApi();                                     // POST /api/v1/videos ...
app.MapFinishedVideos();                          // GET /videos/{id}.mp4
app.MapSharedVideos();                            // GET /share/{id}/video.mp4
app.MapVideoArchive();                            // GET /videos/all.zip
app.MapUploads();                                 // POST /uploads
app.MapReports();                                 // POST /reports
app.MapProvenance();                              // POST /verify/file, the public key
app.MapLanguages();                               // POST /language/{tag}
app.MapHealth();
app.MapOperations();                              // POST /operator/login
app.MapStudio();

return await app.RunOrExplainAsync();
