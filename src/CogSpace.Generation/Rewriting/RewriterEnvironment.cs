using System.ComponentModel.DataAnnotations;

namespace CogSpace.Generation.Rewriting;

/// <summary>The settings of the rewriter as environment variables, for programs without a configuration.</summary>
public static class RewriterEnvironment
{
    /// <param name="variable">The value of an environment variable; null: not set.</param>
    /// <exception cref="InvalidRequestException">A value is out of its range.</exception>
    public static RewriterOptions Read(Func<string, string?> variable)
    {
        var usual = new RewriterOptions();
        var options = new RewriterOptions
        {
            BaseUrl = Setting(nameof(RewriterOptions.BaseUrl)),
            ApiKey = Setting(nameof(RewriterOptions.ApiKey)),
            Model = Setting(nameof(RewriterOptions.Model)) ?? usual.Model,
            Timeout = Setting(nameof(RewriterOptions.Timeout)) is not { } timeout ? usual.Timeout
                : PlainSetting.Duration(timeout) ?? throw Invalid(
                    nameof(RewriterOptions.Timeout), PlainSetting.Refusal(timeout, typeof(TimeSpan))),
            AnswerTokens = Setting(nameof(RewriterOptions.AnswerTokens)) is not { } tokens ? usual.AnswerTokens
                : PlainNumber.Whole(tokens) ?? throw Invalid(
                    nameof(RewriterOptions.AnswerTokens), PlainSetting.Refusal(tokens, typeof(int))),
            SendPictures = Setting(nameof(RewriterOptions.SendPictures)) is not { } pictures ? usual.SendPictures
                : bool.TryParse(pictures, out bool sends) ? sends
                : throw Invalid(nameof(RewriterOptions.SendPictures), PlainSetting.Refusal(pictures, typeof(bool))),
        };
        options.Complete(variable);

        var problems = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true)
            ? options
            : throw Invalid(problems[0].MemberNames.First(), problems[0].ErrorMessage);

        string? Setting(string name) =>
            RewriterOptions.Said(variable($"{RewriterOptions.Section}__{name}"))
            ?? RewriterOptions.Said(variable($"{RewriterOptions.FormerSection}__{name}"));
    }

    private static InvalidRequestException Invalid(string name, string? problem) =>
        new($"{RewriterOptions.Section}__{name}: {problem}");
}
