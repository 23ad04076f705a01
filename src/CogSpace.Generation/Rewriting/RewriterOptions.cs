using System.ComponentModel.DataAnnotations;

namespace CogSpace.Generation.Rewriting;

/// <summary>
/// The language model that rewrites prompts: any server with OpenAI's chat interface (OpenAI, vLLM, llama.cpp, Ollama, ...).
/// Without an address and a key there is none, and the page does not offer to rewrite.
/// </summary>
public sealed class RewriterOptions : IValidatableObject
{
    public const string Section = "Rewriter";

    /// <summary>What the section was called before; still read.</summary>
    public const string FormerSection = "Enhancer";

    private const string OpenAi = "https://api.openai.com/v1";

    /// <summary>
    /// The server's address, such as <c>http://localhost:11434/v1</c>. Default: <c>OPENAI_BASE_URL</c>; if only a key is set,
    /// OpenAI. Redirects are not followed.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>
    /// Sent to the server with every request, and never logged or shown. Default: <c>OPENAI_API_KEY</c>, also when
    /// <c>Rewriter__BaseUrl</c> names another server.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>The model, as the server calls it.</summary>
    [Required]
    public string Model { get; init; } = "gpt-4o-mini";

    /// <summary>The most time that one prompt may take, with waiting and second attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most tokens that the language model may write. One that thinks before it answers needs more.</summary>
    [Range(16, 100_000)]
    public int AnswerTokens { get; init; } = 1000;

    /// <summary>
    /// Whether the picture that a video begins with is sent along, small. A model that takes no pictures is asked again without.
    /// </summary>
    public bool SendPictures { get; init; } = true;

    /// <summary>Whether there is a language model.</summary>
    public bool IsSet => Endpoint is not null;

    /// <summary>null: there is no language model.</summary>
    internal Uri? Endpoint => (BaseUrl ?? (ApiKey is null ? null : OpenAi)) is { } address ? new Uri(address) : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null && !IsAddress(BaseUrl))
            yield return new ValidationResult(
                "The field BaseUrl (or OPENAI_BASE_URL) must look like https://api.example.org/v1, without a user, a " +
                "password or a question mark in it.",
                [nameof(BaseUrl)]
            );
        if (ApiKey is not null && !ApiKey.All(character => character is > ' ' and < '\x7f'))
            yield return new ValidationResult(
                "The field ApiKey (or OPENAI_API_KEY) must have no spaces and no letters other than English ones.",
                [nameof(ApiKey)]);
    }

    /// <summary>Takes an address and a key that are not set from where programs for OpenAI look for them.</summary>
    /// <param name="variable">The value of an environment variable; null: not set.</param>
    public void Complete(Func<string, string?> variable)
    {
        BaseUrl = Said(BaseUrl) ?? Said(variable("OPENAI_BASE_URL"));
        ApiKey = Said(ApiKey) ?? Said(variable("OPENAI_API_KEY"));
    }

    internal static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0
        && address.Query.Length == 0
        && address.Fragment.Length == 0;
}
