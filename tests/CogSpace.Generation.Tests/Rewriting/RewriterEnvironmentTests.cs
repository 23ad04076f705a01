using CogSpace.Generation.Rewriting;

namespace CogSpace.Generation.Tests.Rewriting;

public sealed class RewriterEnvironmentTests
{
    [Fact]
    public void Read_TakesEverySetting()
    {
        var options = Read(
            "Rewriter__BaseUrl=http://localhost:1/v1", "Rewriter__ApiKey=k", "Rewriter__Model=m",
            "Rewriter__Timeout=00:01:00", "Rewriter__AnswerTokens=2000");

        Assert.Equal(("http://localhost:1/v1", "k", "m"), (options.BaseUrl, options.ApiKey, options.Model));
        Assert.Equal((TimeSpan.FromMinutes(1), 2000), (options.Timeout, options.AnswerTokens));
    }

    [Theory]
    [InlineData("http://localhost:1/v1", "OPENAI_BASE_URL=http://localhost:1/v1")]
    [InlineData("http://localhost:2/v1", "OPENAI_BASE_URL=http://localhost:1/v1", "Enhancer__BaseUrl=http://localhost:2/v1")]
    [InlineData("http://localhost:3/v1", "Enhancer__BaseUrl=http://localhost:2/v1", "Rewriter__BaseUrl=http://localhost:3/v1")]
    [InlineData(null, "Rewriter__BaseUrl= ")]
    public void Read_PrefersTheSectionsOwnName(string? address, params string[] variables) =>
        Assert.Equal(address, Read(variables).Endpoint?.OriginalString);

    [Theory]
    [InlineData("Rewriter__Timeout=soon", "Rewriter__Timeout: \"soon\" is not a time: write hours:minutes:seconds")]
    [InlineData("Rewriter__Timeout=30", "Rewriter__Timeout: \"30\" is not a time")]
    [InlineData("Rewriter__AnswerTokens=1,000", "Rewriter__AnswerTokens: \"1,000\" is not a whole number: write digits alone")]
    [InlineData("Rewriter__AnswerTokens=+1000", "Rewriter__AnswerTokens: \"+1000\" is not a whole number")]
    [InlineData("Rewriter__Timeout=1.00:00:00", "Rewriter__Timeout: The field Timeout must be between")]
    [InlineData("Rewriter__BaseUrl=example.org", "Rewriter__BaseUrl: The field BaseUrl")]
    public void Read_OfAWrongValue_SaysWhich(string variable, string sentence)
    {
        var e = Assert.Throws<InvalidRequestException>(() => Read(variable));

        Assert.StartsWith(sentence, e.Message, StringComparison.Ordinal);
    }

    private static RewriterOptions Read(params string[] variables)
    {
        var values = variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return RewriterEnvironment.Read(values.GetValueOrDefault);
    }
}
