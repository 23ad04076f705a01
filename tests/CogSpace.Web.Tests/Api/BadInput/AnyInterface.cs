using System.Net;
using System.Text.Json;

namespace CogSpace.Web.Tests.Api.BadInput;

/// <summary>What an interface takes and how it refuses, so that the same bad input can be sent to all of them.</summary>
/// <param name="Path">Where a video is asked for.</param>
/// <param name="Look">Where one is asked about, before its id.</param>
/// <param name="Body">Asks for a video of a prompt, which is JSON.</param>
internal sealed record AnyInterface(string Path, string Look, Func<string, string> Body)
{
    private static readonly Dictionary<string, AnyInterface> All = new()
    {
        ["v1"] = new("/api/v1/videos", "/api/v1/videos/", PromptAlone),
        ["direct"] = new("/generate", "/api/v1/videos/", PromptAlone),
        ["openai"] = new("/v1/videos", "/v1/videos/", PromptAlone),
        ["zhipu"] = new("/api/paas/v4/videos/generations", "/api/paas/v4/async-result/", PromptAlone),
        ["gradio"] = new(
            "/gradio_api/queue/join", "/gradio_api/call/generate/",
            prompt => $$"""{"data": [{{prompt}}], "fn_index": 0, "session_hash": "of-somebody"}"""),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static AnyInterface Of(string name) => All[name];

    /// <summary>Fails unless an answer is a failure, in the shape of this interface.</summary>
    /// <returns>The sentence of it.</returns>
    public async Task<string> AssertFailureAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        var json = JsonDocument.Parse(text).RootElement;
        string sentence = (Path.Split('/')[1] switch
        {
            "gradio_api" => json.GetProperty("detail"),
            "v1" when json.GetProperty("error") is var error && error.GetProperty("type").GetString() is not null =>
                error.GetProperty("message"),
            "api" when Path.Contains("paas", StringComparison.Ordinal) =>
                json.GetProperty("error") is var error && error.GetProperty("code").GetString()!.Length == 4
                    ? error.GetProperty("message")
                    : default,
            _ => json.GetProperty("status").GetInt32() == (int)status ? json.GetProperty("detail") : default,
        }).GetString()!;
        Assert.NotEmpty(sentence);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return sentence;
    }

    private static string PromptAlone(string prompt) => $$"""{"prompt": {{prompt}}}""";
}
