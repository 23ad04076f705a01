using CogSpace.Generation.Hub;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>What a hub says of a model is checked before it becomes a path.</summary>
public sealed class HubApiTests
{
    [Theory]
    [InlineData("/revision/", "{\"sha\":\"../../etc\"}", "The hub says of zai-org/CogVideoX-tiny what cannot be: the commit of revision")]
    [InlineData("/revision/", "nonsense", "is no JSON")]
    [InlineData("/tree/", "{}", "is not a list")]
    [InlineData(
        "/tree/",
        """[{"type":"file","path":"../evil","size":1,"oid":"0123456789012345678901234567890123456789"}]""",
        "named \"../evil\""
    )]
    [InlineData(
        "/tree/",
        """[{"type":"file","path":"/etc/evil","size":1,"oid":"0123456789012345678901234567890123456789"}]""",
        "named \"/etc/evil\""
    )]
    [InlineData(
        "/tree/",
        """[{"type":"file","path":"a\\..\\evil","size":1,"oid":"0123456789012345678901234567890123456789"}]""",
        "outside of the model's folder"
    )]
    [InlineData("/tree/", """[{"type":"file","path":"good","size":1,"oid":"../../evil"}]""", "the hash of good")]
    [InlineData(
        "/tree/",
        """[{"type":"file","path":"good","size":-1,"oid":"0123456789012345678901234567890123456789"}]""",
        "the size or"
    )]
    public async Task WhatCannotBe_IsNotBelieved(string where, string json, string sentence)
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit => visit.Path.Contains(where, StringComparison.Ordinal) ? Faults.Json(json) : null;

        Assert.Contains(sentence, await pulling.RefusedAsync(), StringComparison.Ordinal);
        Assert.Empty(pulling.Kept("*"));
    }

    [Fact]
    public async Task AListThatDoesNotEnd_IsGivenUp()
    {
        await using var pulling = await Pulling.StartAsync();
        var options = pulling.Options with { Attempts = 1, StallTimeout = TimeSpan.FromSeconds(5) };
        pulling.Server.Misbehaviour = visit => IsList(visit) ? Faults.CutAfter(10) : null;
        Assert.StartsWith(
            $"The connection was cut while the hub told the list of files of {Pulling.Id}.", await pulling.RefusedAsync(options),
            StringComparison.Ordinal);

        pulling.Server.Misbehaviour = visit => IsList(visit) ? Faults.SilentAfter(10) : null;
        Assert.StartsWith(
            $"The hub fell silent while it told the list of files of {Pulling.Id}.", await pulling.RefusedAsync(options),
            StringComparison.Ordinal);

        static bool IsList(HubVisit visit) => visit.Path.Contains("/tree/", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vae/config.json", true)]
    [InlineData("a b.txt", true)]
    [InlineData("", false)]
    [InlineData("/a", false)]
    [InlineData("a//b", false)]
    [InlineData("a/./b", false)]
    [InlineData("a/../../b", false)]
    [InlineData("C:/a", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\0b", false)]
    public void IsInside_HoldsFilesInTheirFolder(string path, bool isInside) => Assert.Equal(isInside, HubFile.IsInside(path));
}
