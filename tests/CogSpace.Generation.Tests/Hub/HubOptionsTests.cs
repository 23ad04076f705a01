using CogSpace.Generation.Hub;

namespace CogSpace.Generation.Tests.Hub;

public sealed class HubOptionsTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    [Fact]
    public void FromEnvironment_WithoutAny_IsThePublicHub()
    {
        var options = Read();

        Assert.Equal(("https://huggingface.co/", null, false), (options.Endpoint.ToString(), options.Token, options.IsOffline));
        Assert.Equal(_home[".cache", "huggingface", "hub"], options.CacheFolder);
    }

    [Fact]
    public void FromEnvironment_TakesTheTokenOfAnEarlierLogin()
    {
        Directory.CreateDirectory(_home["hf"]);
        File.WriteAllText(_home["hf", "token"], "hf_from_file\n");

        Assert.Equal("hf_from_file", Read(("HF_HOME", _home["hf"])).Token);
        Assert.Equal("hf_set", Read(("HF_HOME", _home["hf"]), ("HF_TOKEN", "hf_set")).Token);
    }

    [Fact]
    public void FromEnvironment_FindsTheCache()
    {
        Assert.Equal(_home["x", "huggingface", "hub"], Read(("XDG_CACHE_HOME", _home["x"])).CacheFolder);
        Assert.Equal(_home["hf", "hub"], Read(("HF_HOME", "~/hf")).CacheFolder);
        Assert.Equal(_home["cache"], Read(("HF_HOME", "~/hf"), ("HF_HUB_CACHE", _home["cache"])).CacheFolder);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    public void FromEnvironment_Offline(string value, bool isOffline) =>
        Assert.Equal(isOffline, Read(("HF_HUB_OFFLINE", value)).IsOffline);

    [Theory]
    [InlineData("ftp://hub.example")]
    [InlineData("hub.example")]
    [InlineData("https://user:secret@hub.example")]
    public void FromEnvironment_ANonsenseEndpoint_IsRefused(string endpoint) =>
        Assert.Equal(
            $"HF_ENDPOINT is \"{endpoint}\", which is not an address of a hub; one looks like https://huggingface.co.",
            Assert.Throws<InvalidRequestException>(() => Read(("HF_ENDPOINT", endpoint))).Message);

    public void Dispose() => _home.Dispose();

    private HubOptions Read(params (string Name, string Value)[] variables) =>
        HubOptions.FromEnvironment(name =>
            name == "HOME" ? _home.FullPath : variables.FirstOrDefault(variable => variable.Name == name).Value
        );
}
