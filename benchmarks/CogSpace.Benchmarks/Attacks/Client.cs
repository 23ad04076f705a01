using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace CogSpace.Benchmarks.Attacks;

/// <summary>One browser at one address.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient _http;

    public Client(Uri server, string address)
    {
        (Server, Address, Cookies) = (server, address, new CookieContainer());
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = server };
        _http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
    }

    public Uri Server { get; }

    public string Address { get; }

    public CookieContainer Cookies { get; }

    /// <summary>Loads the page, which sets the cookie.</summary>
    public async Task<HttpStatusCode> LoadAsync(CancellationToken cancel, string path = "/")
    {
        using var answer = await _http.GetAsync(path, cancel);
        await answer.Content.ReadAsByteArrayAsync(cancel);
        return answer.StatusCode;
    }

    /// <returns>What uploads have to bring.</returns>
    public Task<string> TokenAsync(CancellationToken cancel) => _http.GetStringAsync("/bench/token", cancel);

    /// <summary>Sends a file.</summary>
    public async Task<(HttpStatusCode Status, string Answer)> UploadAsync(
        HttpContent file, string kind, string token, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/uploads?kind={kind}") { Content = file };
        request.Headers.Add("RequestVerificationToken", token);
        using var answer = await _http.SendAsync(request, cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancel));
    }

    /// <returns>The job's id; null and the sentence where it was refused.</returns>
    public async Task<(string? Id, string Answer)> SubmitAsync(int steps, CancellationToken cancel, string? upload = null)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/bench/jobs?steps={steps}");
        using var answer = await _http.PostAsync(upload is null ? path : $"{path}&upload={upload}", null, cancel);
        string text = await answer.Content.ReadAsStringAsync(cancel);
        return (answer.IsSuccessStatusCode ? text : null, text);
    }

    public Task<string> StateAsync(string job, CancellationToken cancel) => _http.GetStringAsync($"/bench/jobs/{job}", cancel);

    public async Task CancelAsync(string job, CancellationToken cancel)
    {
        using var answer = await _http.DeleteAsync($"/bench/jobs/{job}", cancel);
    }

    public void Dispose() => _http.Dispose();
}
