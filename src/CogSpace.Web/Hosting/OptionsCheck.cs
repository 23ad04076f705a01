using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Hosting;

/// <summary>Holds options to the attributes on them, and names what is wrong as it is written in the environment.</summary>
internal sealed class OptionsCheck<T>(string section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var problems = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                problems.Select(problem => $"{section}__{string.Join(", ", problem.MemberNames)}: {problem.ErrorMessage}"));
    }
}
