using System.Net;
using System.Text.Json;

namespace CogSpace.Web.Tests.Api;

/// <summary>What the document of a server says that its endpoints answer.</summary>
internal sealed class ApiContract
{
    private readonly List<(string[] Parts, JsonElement Path)> _paths;

    private ApiContract(JsonElement document) => _paths =
        [.. document.GetProperty("paths").EnumerateObject().Select(path => (path.Name.Split('/'), path.Value))];

    /// <summary>Reads it; a server without one promises nothing.</summary>
    public static async Task<ApiContract> OfAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("/openapi/v1.json");
        return new ApiContract(JsonDocument.Parse(
            answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : """{"paths": {}}""").RootElement);
    }

    /// <summary>Fails where an endpoint that is described answers what is not.</summary>
    public void Check(HttpMethod method, string path, HttpStatusCode status, string? mediaType)
    {
        string[] parts = path.Split('?')[0].Split('/');
        var described = _paths.FirstOrDefault(each => each.Parts.Length == parts.Length
            && each.Parts.Zip(parts).All(pair => pair.First == pair.Second || pair.First.StartsWith('{')));
        if (described.Parts is null || !described.Path.TryGetProperty(method.Method.ToLowerInvariant(), out var operation))
            return;
        string code = $"{(int)status}";
        Assert.True(
            operation.GetProperty("responses").TryGetProperty(code, out var answer),
            $"{method} {path} answers {code}, undescribed.");
        if (mediaType is not null && method != HttpMethod.Head && status != HttpStatusCode.NotModified)
            Assert.True(
                answer.TryGetProperty("content", out var content) && content.TryGetProperty(mediaType, out _),
                $"{method} {path} answers {code} with {mediaType}, undescribed.");
    }
}
