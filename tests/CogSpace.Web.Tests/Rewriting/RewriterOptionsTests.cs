using CogSpace.Generation.Rewriting;
using CogSpace.Web.Rewriting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Rewriting;

public sealed class RewriterOptionsTests
{
    [Theory]
    [InlineData("", null, null)]
    [InlineData("OPENAI_API_KEY= OPENAI_BASE_URL=", null, null)]
    [InlineData("OPENAI_API_KEY=k1", "https://api.openai.com/v1", "k1")]
    [InlineData("OPENAI_BASE_URL=http://localhost:1/v1", "http://localhost:1/v1", null)]
    [InlineData("OPENAI_API_KEY=k1 OPENAI_BASE_URL=http://localhost:1/v1", "http://localhost:1/v1", "k1")]
    [InlineData(
        "OPENAI_API_KEY=k1 OPENAI_BASE_URL=http://localhost:1/v1 Rewriter:BaseUrl=http://localhost:2/v1",
        "http://localhost:2/v1",
        "k1"
    )]
    [InlineData("OPENAI_API_KEY=k1 OPENAI_BASE_URL=http://localhost:1/v1 Rewriter:ApiKey=k2", "http://localhost:1/v1", "k2")]
    [InlineData("Rewriter:BaseUrl=http://localhost:2/v1 Rewriter:ApiKey=k2", "http://localhost:2/v1", "k2")]
    [InlineData("Enhancer:BaseUrl=http://localhost:2/v1 Enhancer:ApiKey=k2", "http://localhost:2/v1", "k2")]
    [InlineData("Enhancer:BaseUrl=http://localhost:2/v1 Rewriter:BaseUrl=http://localhost:3/v1", "http://localhost:3/v1", null)]
    public void TheSectionWins_AndTheUsualNamesAreHonoured(string settings, string? address, string? key)
    {
        var options = Read(settings.Split(' '));

        Assert.Equal(address, options.Endpoint?.OriginalString);
        Assert.Equal(key, options.ApiKey);
    }

    [Theory]
    [InlineData("Rewriter:BaseUrl=example.org", "Rewriter__BaseUrl: The field BaseUrl (or OPENAI_BASE_URL) must look like")]
    [InlineData("Rewriter:BaseUrl=ftp://example.org", "Rewriter__BaseUrl")]
    [InlineData("OPENAI_BASE_URL=https://me:secret@example.org/v1", "Rewriter__BaseUrl")]
    [InlineData("Rewriter:ApiKey=secret key", "Rewriter__ApiKey: The field ApiKey (or OPENAI_API_KEY) must have no spaces")]
    [InlineData("Rewriter:Model=", "Rewriter__Model")]
    [InlineData("Rewriter:Timeout=00:00:00", "Rewriter__Timeout")]
    [InlineData("Rewriter:AnswerTokens=1", "Rewriter__AnswerTokens")]
    [InlineData("Rewriter:Key=secret", "There is no setting Rewriter__Key. There are: Rewriter__BaseUrl,")]
    [InlineData("Enhancer:Key=secret", "There is no setting Enhancer__Key. There are: Rewriter__BaseUrl,")]
    [InlineData("Enhancer:Timeout=00:00:00", "Rewriter__Timeout")]
    public void AWrongSetting_SaysWhich_AndNoSecret(string setting, string sentence)
    {
        var e = Assert.Throws<OptionsValidationException>(() => Read(setting));

        Assert.Contains(e.Failures, failure => failure.Contains(sentence, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    private static RewriterOptions Read(params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings
                    .Where(setting => setting.Length > 0)
                    .Select(setting => setting.Split('=', 2))
                    .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))
            )
            .Build();
        using var services = new ServiceCollection().AddRewriter(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<RewriterOptions>>().Value;
    }
}
