using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CogSpace.Pipeline.Weights.Loras;

namespace CogSpace.Pipeline.Tests.Weights.Loras;

public sealed class LayerPatternsTests
{
    private const string Layer = "transformer_blocks.3.attn1.to_q";

    [Theory]
    [InlineData("to_q", true)]
    [InlineData("attn1.to_q", true)]
    [InlineData("o_q", false)]                                     // a part begins after a dot
    [InlineData("transformer_blocks.3.attn1.to_q", true)]
    [InlineData(@"transformer_blocks\.\d+\.attn1\.to_q", true)]
    [InlineData(@"transformer_blocks\.[012]\..*", false)]
    [InlineData("to_k|to_q", true)]
    [InlineData("^transformer_blocks.*", true)]
    [InlineData("^to_q", false)]
    [InlineData("transformer_blocks", false)]                      // to the end
    [InlineData("(?=to_)to_q", true)]                              // what only a backtracking engine can do
    [InlineData(@"(?:.*\.)?attn(\d)\.to_q", true)]
    public void Find_MatchesAsPeftDoes(string pattern, bool matches)
    {
        var patterns = Read(new JsonObject { [pattern] = 8 });

        Assert.Equal(matches ? 8 : null, patterns.Find(Layer));
        Assert.Equal(matches ? [] : [pattern], patterns.Unused);
    }

    [Fact]
    public void Find_TheFirstThatMatches_Counts()
    {
        var patterns = Read(new JsonObject { ["to_k"] = 1, ["attn1.to_q"] = 2, ["to_q"] = 3 });

        Assert.Equal(2, patterns.Find(Layer));
        Assert.Equal(["to_k", "to_q"], patterns.Unused);
    }

    [Theory]
    [InlineData("(", "which is not a regular expression")]
    [InlineData("*", "which is not a regular expression")]
    [InlineData("a{2,1}", "which is not a regular expression")]
    public void Read_NotARegularExpression_SaysSo(string pattern, string says) =>
        Assert.Contains(says, Refused(new JsonObject { [pattern] = 1 }), StringComparison.Ordinal);

    [Fact]
    public void Read_TooMuch_SaysSo()
    {
        Assert.Contains("1001 characters", Refused(new JsonObject { [new string('a', 1001)] = 1 }), StringComparison.Ordinal);
        Assert.Contains(
            "more than 2000 patterns",
            Refused(new JsonObject(Enumerable.Range(0, 2001).Select(i => KeyValuePair.Create($"a{i}", (JsonNode?)1)))),
            StringComparison.Ordinal);
        Assert.Contains("which is not a number", Refused(new JsonObject { ["a"] = "much" }), StringComparison.Ordinal);
    }

    /// <summary>Patterns that take a backtracking engine years.</summary>
    [Theory]
    [InlineData("([a-z0-9_.]+)+!")]
    [InlineData("(x|x|[a-z0-9_.])*y!")]
    public void Find_ExponentialPattern_IsLinear(string pattern) =>
        Assert.Null(Timed(() => Read(new() { [pattern] = 1 }).Find(Layer)));

    [Fact]
    public void Find_ExponentialPatternThatLooksAhead_IsRefusedSoon()
    {
        var patterns = Read(new JsonObject { ["(?=a)((a+)+)+!"] = 1 });
        var e = Timed(() => Assert.Throws<ModelLoadException>(() => patterns.Find(new string('a', 200))));

        Assert.Contains("takes too long to compare", e.Message, StringComparison.Ordinal);
    }

    private static T Timed<T>(Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        T result = work();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
        return result;
    }

    private static string Refused(JsonObject patterns) => Assert.Throws<ModelLoadException>(() => Read(patterns)).Message;

    private static LayerPatterns Read(JsonObject patterns) =>
        LayerPatterns.Read(
            "alpha_pattern", JsonSerializer.SerializeToElement(patterns), problem => new ModelLoadException("lora", problem));
}
