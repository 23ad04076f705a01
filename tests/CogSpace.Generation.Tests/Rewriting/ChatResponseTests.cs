using System.Text;
using CogSpace.Generation.Rewriting;

namespace CogSpace.Generation.Tests.Rewriting;

public sealed class ChatResponseTests
{
    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"A cat"}}]}""")]                                   // the least
    [InlineData("""{"choices":[{"finish_reason":null,"message":{"role":"assistant","content":"A cat","refusal":null}}]}""")]
    [InlineData("""{"choices":[{"finish_reason":"eos_token","message":{"content":"A cat"}}],"usage":null}""")]
    [InlineData("""{"choices":[{"finish_reason":7,"message":{"content":"A cat","tool_calls":[]}},{"message":{}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"text","text":"A "},{"type":"output_text","text":"cat"}]}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":["A ",{"text":"cat"}]}}]}""")]
    public void Read_TakesTheText(string body) =>
        Assert.Equal(new ChatAnswer("A cat", WasCut: false, WasRefused: false, HasReasoning: false), Read(body));

    [Theory]
    [InlineData("""{"choices":[{"message":{"reasoning_content":"Hm.","content":"A cat"}}]}""")]
    [InlineData("""{"choices":[{"message":{"reasoning":"Hm.","content":"A cat"}}]}""")]
    [InlineData("""{"choices":[{"message":{"thinking":"Hm.","content":"A cat"}}]}""")]
    [InlineData(
        """
        {"choices":[{"message":{"content":[
          {"type":"thinking","thinking":[{"type":"text","text":"Hm."}]},{"type":"text","text":"A cat"}]}}]}
        """)]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"reasoning","text":"Hm."},{"type":"text","text":"A cat"}]}}]}""")]
    public void Read_LeavesOutReasoning(string body) =>
        Assert.Equal(new ChatAnswer("A cat", WasCut: false, WasRefused: false, HasReasoning: true), Read(body));

    [Theory]
    [InlineData("""{"choices":[{"finish_reason":"length","message":{"content":null}}]}""", true, false)]
    [InlineData("""{"choices":[{"finish_reason":"content_filter","message":{}}]}""", false, true)]
    [InlineData("""{"choices":[{"finish_reason":"stop","message":{"refusal":"No."}}]}""", false, true)]
    public void Read_KnowsHowItEnded(string body, bool wasCut, bool wasRefused) =>
        Assert.Equal(new ChatAnswer("", wasCut, wasRefused, HasReasoning: false), Read(body));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":{}}""")]
    [InlineData("""{"choices":["A cat"]}""")]
    [InlineData("""{"choices":[{"text":"A cat"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":7}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":[7]}}]}""")]
    [InlineData("""{"choices":[{"message":"A cat"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"A c""")]
    [InlineData("""{"error":{"message":"no"}}""")]
    public void Read_OfAnythingElse_IsASentence(string body)
    {
        var e = Assert.Throws<RewriterException>(() => Read(body));

        Assert.Equal("The language model's server sent something that is not an answer.", e.Message);
    }

    private static ChatAnswer Read(string body) => ChatResponse.Read(Encoding.UTF8.GetBytes(body));
}
