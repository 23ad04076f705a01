using System.ComponentModel.DataAnnotations;
using System.Globalization;

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
            Timeout = Parsed(nameof(RewriterOptions.Timeout), usual.Timeout),
            AnswerTokens = Parsed(nameof(RewriterOptions.AnswerTokens), usual.AnswerTokens),
        };
        options.Complete(variable);

        var problems = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true)
            ? options
            : throw Invalid(problems[0].MemberNames.First(), problems[0].ErrorMessage);

        string? Setting(string name) =>
            RewriterOptions.Said(variable($"{RewriterOptions.Section}__{name}"))
            ?? RewriterOptions.Said(variable($"{RewriterOptions.FormerSection}__{name}"));

        T Parsed<T>(string name, T otherwise)
            where T : IParsable<T> =>
            Setting(name) is not { } text ? otherwise
            : T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value
            : throw Invalid(name, $"\"{text}\" is not a valid value.");
    }

    private static InvalidRequestException Invalid(string name, string? problem) =>
        new($"{RewriterOptions.Section}__{name}: {problem}");
}
