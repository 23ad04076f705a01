using CogSpace.Generation.Hub;

namespace CogSpace.Generation.Tests.Hub;

public sealed class HubModelIdTests
{
    [Theory]
    [InlineData("zai-org/CogVideoX-5b", "zai-org/CogVideoX-5b", "main")]
    [InlineData("zai-org/CogVideoX1.5-5B@main", "zai-org/CogVideoX1.5-5B", "main")]
    [InlineData("gpt2@refs/pr/3", "gpt2", "refs/pr/3")]
    [InlineData("a/b@0123456789012345678901234567890123456789", "a/b", "0123456789012345678901234567890123456789")]
    public void Parse_TakesIdsAndRevisions(string text, string name, string revision) =>
        Assert.Equal(new HubModelId(name, revision), HubModelId.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../evil")]
    [InlineData("a/../b")]
    [InlineData("/etc/passwd")]
    [InlineData("a/b/c")]
    [InlineData("a\\b")]
    [InlineData("a/b c")]
    [InlineData("a--b/c")]
    [InlineData("a/b.git")]
    [InlineData("a/b\n")]
    [InlineData("a/b@")]
    [InlineData("a/b@../main")]
    [InlineData("a/b@/main")]
    [InlineData("a/b@main/")]
    [InlineData("a/b@ma in")]
    [InlineData("https://huggingface.co/a/b")]
    public void Parse_RefusesWhatIsNone(string text)
    {
        Assert.Null(HubModelId.TryParse(text));
        Assert.Contains(
            "an id looks like", Assert.Throws<InvalidRequestException>(() => HubModelId.Parse(text)).Message,
            StringComparison.Ordinal);
    }
}
