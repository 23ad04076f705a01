using System.Net.Http.Headers;

namespace CogSpace.Client.Http;

/// <summary>A request that can be sent several times.</summary>
/// <param name="Method">GET, POST or DELETE.</param>
/// <param name="Path">Behind /api/v1/.</param>
internal sealed record Call(HttpMethod Method, string Path)
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(100);

    /// <summary>The same where files are sent or made, or a language model is asked.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(15);

    /// <summary>null: there is none.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>Adds headers.</summary>
    public Action<HttpRequestHeaders>? Headers { get; init; }

    /// <summary>Whether sending it twice does no more than sending it once.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>How long it may take until the answer begins; until its end, where that is JSON.</summary>
    public TimeSpan Limit { get; init; } = Usual;
}
