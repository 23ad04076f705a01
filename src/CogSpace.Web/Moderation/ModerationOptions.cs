using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Moderation;

/// <summary>
/// What is not made here: a list of words, and a program of the host's that looks at prompts and at pictures of finished videos.
/// </summary>
public sealed class ModerationOptions : IValidatableObject
{
    public const string Section = "Moderation";

    /// <summary>
    /// A file of words and phrases that no prompt may have, in the place of the short list that comes with the program. An empty
    /// file allows everything.
    /// </summary>
    public string? WordsFile { get; init; }

    /// <summary>
    /// An address that is asked about every prompt and every finished video, such as <c>http://localhost:9000/check</c>. Default:
    /// none. Redirects are not followed.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>Sent to it as a bearer token, and never logged or shown.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The most time that one question to it may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether prompts and videos are let through while it does not answer. Else prompts are refused, and videos are not kept.
    /// </summary>
    public bool FailOpen { get; init; }

    /// <summary>
    /// Pictures of each finished video that it is sent before anybody can see the video, at even distances. 0: none. Otherwise
    /// running jobs have no preview, which nobody would have checked.
    /// </summary>
    [Range(0, 32)]
    public int Frames { get; init; } = 4;

    /// <summary>Whether somebody looks at a video before anybody else sees anything of it.</summary>
    internal bool ChecksFrames => EndpointAddress is not null && Frames > 0;

    internal Uri? EndpointAddress => string.IsNullOrWhiteSpace(Endpoint) ? null : new Uri(Endpoint);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(Endpoint) && !IsAddress(Endpoint))
            yield return new ValidationResult(
                "The field Endpoint must look like https://example.org/check, without a user or a password in it.",
                [nameof(Endpoint)]);
        if (ApiKey is not null && !ApiKey.All(character => character is > ' ' and < '\x7f'))
            yield return new ValidationResult(
                "The field ApiKey must have no spaces and no letters other than English ones.", [nameof(ApiKey)]);
        if (!string.IsNullOrEmpty(WordsFile) && !File.Exists(WordsFile))
            yield return new ValidationResult(
                $"The field WordsFile must name a file, and there is no {Path.GetFullPath(WordsFile)}.", [nameof(WordsFile)]);
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0;
}
