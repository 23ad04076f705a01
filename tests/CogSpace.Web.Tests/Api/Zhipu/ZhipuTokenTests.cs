using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CogSpace.Web.Api.Zhipu;

namespace CogSpace.Web.Tests.Api.Zhipu;

public sealed class ZhipuTokenTests
{
    private const string Key = "csk_a-key";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    [Fact]
    public void ATokenThatTheKeyHasSigned_HoldsIt() =>
        Assert.Equal(Key, ZhipuToken.KeyIn(Token($$"""{"api_key": "{{Key}}", "exp": 1800000180000, "timestamp": 1}"""), Now));

    [Theory]
    [InlineData("""{"api_key": "csk_a-key", "exp": 1799999999999}""")]
    [InlineData("""{"api_key": "csk_a-key"}""")]
    [InlineData("""{"api_key": "csk_a-key", "exp": "1800000180000"}""")]
    [InlineData("""{"api_key": "csk_another", "exp": 1800000180000}""")]
    [InlineData("""{"api_key": ["csk_a-key"], "exp": 1800000180000}""")]
    [InlineData("""{"exp": 1800000180000}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    public void AnExpiredOrForgedToken_HoldsNone(string claims) => Assert.Null(ZhipuToken.KeyIn(Token(claims), Now));

    [Fact]
    public void ATokenThatWasChanged_OrIsNone_HoldsNone()
    {
        string token = Token($$"""{"api_key": "{{Key}}", "exp": 1800000180000}""");
        string[] wrong =
        [
            token[..^1], token + "A", $"{token}.A", token[..token.LastIndexOf('.')], token[..(token.LastIndexOf('.') + 1)],
            $"A{token}", "", ".", "..", "a.b.c", "%.%.%", Key, $"{Key}.{Key}",
        ];

        Assert.All(wrong, one => Assert.Null(ZhipuToken.KeyIn(one, Now)));
    }

    private static string Token(string claims)
    {
        string signed = $"{Encoded("""{"alg":"HS256","sign_type":"SIGN"}""")}.{Encoded(claims)}";
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";

        static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }
}
