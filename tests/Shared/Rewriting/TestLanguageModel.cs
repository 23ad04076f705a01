using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CogSpace.Tests.Rewriting;

/// <summary>A language model's server on this machine that answers as it is told: well, slowly, wrongly or rudely.</summary>
internal sealed class TestLanguageModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestLanguageModel(WebApplication app) => _app = app;

    public delegate Task Answer(HttpContext context);

    public string BaseUrl => $"{_app.Urls.Single()}/v1";

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<Visit> Visits { get; } = [];

    /// <summary>Is finished when somebody who was kept waiting has gone.</summary>
    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="answers">One after the other; the last one for ever.</param>
    public static async Task<TestLanguageModel> StartAsync(params Answer[] answers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var model = new TestLanguageModel(app);
        int visits = 0;
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string body = await reader.ReadToEndAsync(context.RequestAborted);
            context.Items["body"] = body;
            model.Visits.Enqueue(
                new Visit(context.Request.Path, context.Request.Headers.Authorization.ToString(), body));
            context.RequestAborted.Register(() => model.Left.TrySetResult());
            try
            {
                await answers[Math.Min(Interlocked.Increment(ref visits), answers.Length) - 1](context);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // Nobody listens any more.
            }
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return model;
    }

    public static Answer Says(string? text, string finish = "stop", string? refusal = null) =>
        Sends(
            200,
            "application/json",
            JsonSerializer.Serialize(
                new
                {
                    id = "1",
                    @object = "chat.completion",
                    created = 1,
                    model = "test",
                    choices = new[]
                    {
                        new
                        {
                            index = 0,
                            finish_reason = finish,
                            message = new
                            {
                                role = "assistant",
                                content = text,
                                refusal,
                            },
                        },
                    },
                }
            )
        );

    public static Answer Sends(int status, string type, string body, params (string Name, string Value)[] headers) =>
        async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, type);
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            await context.Response.WriteAsync(body, context.RequestAborted);
        };

    /// <summary>Begins as an answer does and never ends.</summary>
    public static Answer Babbles() => async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"choices\":\"", context.RequestAborted);
        byte[] words = Encoding.ASCII.GetBytes(new string('a', 1000));
        while (true)
            await context.Response.Body.WriteAsync(words, context.RequestAborted);
    };

    /// <summary>Sends a byte now and then.</summary>
    public static Answer Dribbles() => async context =>
    {
        context.Response.ContentType = "application/json";
        while (true)
        {
            await context.Response.WriteAsync(" ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(20, context.RequestAborted);
        }
    };

    /// <summary>Says nothing until the other side goes.</summary>
    public static Answer IsSilent() => context => Task.Delay(Timeout.Infinite, context.RequestAborted);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    internal sealed record Visit(string Path, string Authorization, string Body)
    {
        /// <summary>The pictures that were shown, as data URLs.</summary>
        public IReadOnlyList<string> Pictures
        {
            get
            {
                using var body = JsonDocument.Parse(Body);
                return
                [
                    .. body
                        .RootElement.GetProperty("messages")
                        .EnumerateArray()
                        .Select(turn => turn.GetProperty("content"))
                        .Where(content => content.ValueKind == JsonValueKind.Array)
                        .SelectMany(content => content.EnumerateArray())
                        .Where(part => part.GetProperty("type").GetString() == "image_url")
                        .Select(part => part.GetProperty("image_url").GetProperty("url").GetString()!),
                ];
            }
        }

        /// <summary>Everything that was said in one role.</summary>
        public IReadOnlyList<string> Said(string role)
        {
            using var body = JsonDocument.Parse(Body);
            return
            [
                .. body
                    .RootElement.GetProperty("messages")
                    .EnumerateArray()
                    .Where(turn => turn.GetProperty("role").GetString() == role)
                    .Select(turn => Text(turn.GetProperty("content"))),
            ];
        }

        private static string Text(JsonElement content) =>
            content.ValueKind == JsonValueKind.String
                ? content.GetString()!
                : string.Concat(
                    content.EnumerateArray().Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : ""));
    }
}
