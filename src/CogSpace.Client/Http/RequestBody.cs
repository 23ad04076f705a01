using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace CogSpace.Client.Http;

/// <summary>The body of a request: JSON, or a form where files go with it. It can be made again for another try.</summary>
internal sealed class RequestBody
{
    private readonly Func<HttpContent> _make;

    private RequestBody(Func<HttpContent> make, bool hasFiles, bool canRepeat) =>
        (_make, HasFiles, CanRepeat) = (make, hasFiles, canRepeat);

    /// <summary>Whether it may take long to send.</summary>
    public bool HasFiles { get; }

    /// <summary>Whether it can be sent twice.</summary>
    public bool CanRepeat { get; }

    /// <param name="request">What is asked for.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="sources">Pictures and videos, by the fields that they go into.</param>
    public static RequestBody Of<T>(T request, JsonTypeInfo<T> type, params (string Field, VideoSource? Source)[] sources)
    {
        var fields = JsonSerializer.SerializeToNode(request, type)!.AsObject();
        var files = sources.Where(source => source.Source is { Id: null })
            .Select(file => (file.Field, Source: file.Source!)).ToList();
        return files.Count == 0
            ? new RequestBody(
                () => new StringContent(fields.ToJsonString(), Encoding.UTF8, "application/json"), hasFiles: false,
                canRepeat: true)
            : new RequestBody(() => Form(fields, files), hasFiles: true, files.TrueForAll(file => file.Source.CanRepeat));
    }

    /// <summary>A file alone.</summary>
    public static RequestBody Of(VideoSource file) => new(
        () =>
        {
            var content = file.Open();
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            return content;
        },
        hasFiles: true, file.CanRepeat);

    /// <exception cref="IOException">A file cannot be opened.</exception>
    public HttpContent Make() => _make();

    private static MultipartFormDataContent Form(JsonObject fields, List<(string Field, VideoSource Source)> files)
    {
        var form = new MultipartFormDataContent();
        try
        {
            foreach (var (name, value) in fields)
            {
                if (value is null)       // a file, which follows
                    continue;
                string text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
                form.Add(new StringContent(text), name);
            }

            foreach (var (field, source) in files)
                form.Add(source.Open(), field, source.Name);
            return form;
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }
}
