using CogSpace.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace CogSpace.Web.Tests.Hosting;

public sealed class PageOriginTests
{
    private static readonly HostingOptions Hosting = new()
    {
        FrameAncestors = ["https://huggingface.co", "https://*.hf.space"],
        AllowedHosts = ["videos.example", "*.lab.example"],
    };

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://localhost:7860", true)]
    [InlineData("https://LOCALHOST", true)]
    [InlineData("https://huggingface.co", true)]
    [InlineData("https://me-demo.hf.space", true)]
    [InlineData("https://videos.example", true)]
    [InlineData("https://a.lab.example:8443", true)]
    [InlineData("http://huggingface.co", false)]
    [InlineData("https://huggingface.co.evil.example", false)]
    [InlineData("https://evilhf.space", false)]
    [InlineData("https://lab.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public void IsOurs_TakesThisHost_AllowedHostsAndFrames(string? origin, bool isOurs)
    {
        var http = new DefaultHttpContext();
        http.Request.Host = new HostString("localhost", 7860);
        if (origin is not null)
            http.Request.Headers.Origin = origin;

        Assert.Equal(isOurs, PageOrigin.IsOurs(http.Request, Hosting));
    }
}
