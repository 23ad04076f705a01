using CogSpace.Web.Enhancing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Enhancing;

public sealed class EnhancerOptionsTests
{
    [Theory]
    [InlineData("", null, null)]
    [InlineData("OPENAI_API_KEY= OPENAI_BASE_URL=", null, null)]
    [InlineData("OPENAI_API_KEY=k1", "https://api.openai.com/v1", "k1")]
    [InlineData("OPENAI_BASE_URL=http://localhost:1/v1", "http://localhost:1/v1", null)]
    [InlineData("OPENAI_API_KEY=k1 OPENAI_BASE_URL=http://localhost:1/v1", "http://localhost:1/v1", "k1")]
    [InlineData(
        "OPENAI_API_KEY=k1 OPENAI_BASE_URL=http://localhost:1/v1 Enhancer:BaseUrl=http://localhost:2/v1",
        "http://localhost:2/v1",
        "k1"
    )]
    [InlineData("OPENAI_API_KEY=k1 OPENAI_BASE_URL=http://localhost:1/v1 Enhancer:ApiKey=k2", "http://localhost:1/v1", "k2")]
    [InlineData("Enhancer:BaseUrl=http://localhost:2/v1 Enhancer:ApiKey=k2", "http://localhost:2/v1", "k2")]
    public void TheSectionWins_AndTheUsualNamesAreHonoured(string settings, string? address, string? key)
    {
        var options = Read(settings.Split(' '));

        Assert.Equal(address, options.Endpoint?.OriginalString);
        Assert.Equal(key, options.ApiKey);
    }

    [Theory]
    [InlineData("Enhancer:BaseUrl=example.org", "Enhancer__BaseUrl: The field BaseUrl (or OPENAI_BASE_URL) must look like")]
    [InlineData("Enhancer:BaseUrl=ftp://example.org", "Enhancer__BaseUrl")]
    [InlineData("OPENAI_BASE_URL=https://me:secret@example.org/v1", "Enhancer__BaseUrl")]
    [InlineData("Enhancer:ApiKey=secret key", "Enhancer__ApiKey: The field ApiKey (or OPENAI_API_KEY) must have no spaces")]
    [InlineData("Enhancer:Model=", "Enhancer__Model")]
    [InlineData("Enhancer:Timeout=00:00:00", "Enhancer__Timeout")]
    [InlineData("Enhancer:AnswerKilobytes=0", "Enhancer__AnswerKilobytes")]
    [InlineData("Enhancer:AnswerTokens=1", "Enhancer__AnswerTokens")]
    [InlineData("Enhancer:AtOnce=0", "Enhancer__AtOnce")]
    [InlineData("Enhancer:Key=secret", "There is no setting Enhancer__Key. There are: Enhancer__BaseUrl,")]
    public void AWrongSetting_SaysWhich_AndNoSecret(string setting, string sentence)
    {
        var e = Assert.Throws<OptionsValidationException>(() => Read(setting));

        Assert.Contains(e.Failures, failure => failure.Contains(sentence, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    private static EnhancerOptions Read(params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings
                    .Where(setting => setting.Length > 0)
                    .Select(setting => setting.Split('=', 2))
                    .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))
            )
            .Build();
        using var services = new ServiceCollection().AddEnhancer(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<EnhancerOptions>>().Value;
    }
}
