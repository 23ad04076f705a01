using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Moderation;

/// <summary>What the host of a demo tells its visitors.</summary>
public sealed class DemoOptions : IValidatableObject
{
    public const string Section = "Demo";

    /// <summary>
    /// Closes the demo with this message: no new videos, files or rewriting; finished videos stay reachable. Empty: it is open,
    /// unless an operator closes it while it runs.
    /// </summary>
    public string? Closed { get; init; }

    /// <summary>A line at the end of the page, such as <c>By making a video you agree to the terms of Example Inc.</c></summary>
    public string? Terms { get; init; }

    /// <summary>Where the terms can be read; a link beside that line. An address, or a path such as <c>/terms</c>.</summary>
    public string? TermsUrl { get; init; }

    /// <summary>Where the program's source can be read; a link at the end of the page.</summary>
    public string? SourceUrl { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        return [.. Wrong(TermsUrl, nameof(TermsUrl)), .. Wrong(SourceUrl, nameof(SourceUrl))];
    }

    private static IEnumerable<ValidationResult> Wrong(string? link, string name)
    {
        if (!string.IsNullOrEmpty(link) && !IsLink(link))
            yield return new ValidationResult($"The field {name} must look like https://example.org/terms or /terms.", [name]);
    }

    // "//host" would be another site's address without a scheme.
    private static bool IsLink(string link) =>
        (link.StartsWith('/') && !link.StartsWith("//", StringComparison.Ordinal))
        || (Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https");
}
