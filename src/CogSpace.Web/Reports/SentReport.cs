using System.Text.RegularExpressions;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Reports;

/// <summary>A report as a browser sends it.</summary>
/// <param name="Video">The id of a video, or a link that has it.</param>
/// <param name="Reason">In a few words.</param>
/// <param name="Text">What else there is to say; may be left out.</param>
internal sealed partial record SentReport(string? Video, string? Reason, string? Text)
{
    private const int LongestReason = 100;
    private const int LongestText = 2000;

    /// <summary>The id in the link; null where there is none.</summary>
    public string? VideoId => Id().Match(Video ?? "") is { Success: true } found ? found.Value : null;

    /// <exception cref="InvalidRequestException">Something is missing or too long.</exception>
    public void Check()
    {
        if (string.IsNullOrWhiteSpace(Reason))
            throw new InvalidRequestException("Please give a reason.");
        if (Reason.Length > LongestReason)
            throw new InvalidRequestException($"The reason is too long: {LongestReason} characters are the most.");
        if (Text?.Length > LongestText)
            throw new InvalidRequestException($"The text is too long: {LongestText} characters are the most.");
        RequestCheck.CheckText("reason", Reason);
        RequestCheck.CheckText("text", Text ?? "");
    }

    [GeneratedRegex("(?<![0-9a-zA-Z])[0-9a-f]{32}(?![0-9a-zA-Z])")]
    private static partial Regex Id();
}
