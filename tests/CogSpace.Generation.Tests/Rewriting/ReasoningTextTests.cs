using System.Text;
using CogSpace.Generation.Rewriting;

namespace CogSpace.Generation.Tests.Rewriting;

public sealed class ReasoningTextTests
{
    private const string Answer = "A cat sleeps.";

    [Theory]
    [InlineData("<think>Hm.\n<b>What</b>?</think>\n\nA cat sleeps.")]
    [InlineData("Hm, the user wants a cat.</think>A cat sleeps.")]
    [InlineData("Hm.</think> No, a dog.</think> A cat sleeps.")]
    [InlineData("<think>One <think>two</think> three</think>A cat sleeps.")]
    [InlineData("<THINKING>Hm.</THINKING> A cat sleeps.")]
    [InlineData("<thought>Hm.</thought>A cat sleeps.")]
    [InlineData("<thoughts>Hm.</thoughts>A cat sleeps.")]
    [InlineData("<reasoning lang=\"en\">Hm.</reasoning>A cat sleeps.")]
    [InlineData("<seed:think>Hm.</seed:think>A cat sleeps.")]
    [InlineData("[THINK]Hm.[/THINK]A cat sleeps.")]
    [InlineData("◁think▷Hm.◁/think▷A cat sleeps.")]
    [InlineData("<|START_THINKING|>Hm.<|END_THINKING|><|START_RESPONSE|>A cat sleeps.<|END_RESPONSE|>")]
    [InlineData("<|begin_of_thought|>Hm.<|end_of_thought|><|begin_of_solution|>A cat sleeps.<|end_of_solution|>")]
    [InlineData("<|channel>thought\nHm.<channel|>A cat sleeps.")]
    [InlineData("<think>Hm.</think><answer>A cat sleeps.</answer>")]
    [InlineData("Hm, I would say: <answer>A cat sleeps.</answer> That is it.")]
    [InlineData("<answer>A cat sleeps.")]
    [InlineData("A cat sleeps.</answer>")]
    [InlineData("<think>Hm, <answer>a dog</answer>.</think><answer>A cat sleeps.</answer>")]
    [InlineData("Hm.</think><|begin_of_box|>A cat sleeps.<|end_of_box|>")]
    [InlineData("<|begin_of_box|>A cat sleeps.")]
    [InlineData("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>A cat sleeps.<|return|>")]
    [InlineData("<|channel|>final <|constrain|>text<|message|>A cat sleeps.")]
    [InlineData("<|start|>assistant<|channel|>commentary<|message|>Hm.<|end|><|channel|>final<|message|>A cat sleeps.")]
    [InlineData("analysisThe user wants a cat. The final answer is short.assistantfinalA cat sleeps.")]
    [InlineData("A cat sleeps.<|im_end|>\n<|im_start|>user\nAnd a dog?")]
    [InlineData("<|im_start|>assistant\nA cat sleeps.</s>")]
    [InlineData("A cat sleeps.<think>Was that good?")]
    public void Remove_LeavesTheAnswer(string answer)
    {
        Assert.Equal(Answer, ReasoningText.Remove(answer).Trim());
        Assert.Equal(Answer, AnswerText.Clean(answer));
    }

    [Theory]
    [InlineData("<think>I never came to an end")]
    [InlineData("<thought>Hm. <answer>A cat")]
    [InlineData("I thought all of it.</think>")]
    [InlineData("<reasoning>Hm.</reasoning>")]
    [InlineData("<|channel|>analysis<|message|>Hm.<|end|>")]
    [InlineData("<|start|>assistant<|channel|>analysis<|message|>Hm")]
    [InlineData("analysisThe user wants a cat.")]
    public void Remove_OfReasoningAlone_LeavesNothing(string answer)
    {
        Assert.Equal("", ReasoningText.Remove(answer).Trim());
        Assert.True(ReasoningText.IsIn(answer));
    }

    [Theory]
    [InlineData(Answer)]
    [InlineData("A man is lost in thought, for a reason. I think: 3 < 5 > 4.")]
    [InlineData("Analysis of a cat: it sleeps.")]
    public void WithoutMarks_NothingChanges(string answer)
    {
        Assert.Equal(answer, ReasoningText.Remove(answer));
        Assert.False(ReasoningText.IsIn(answer));
    }

    [Fact]
    public void Remove_OfManyMarks_ComesToAnEnd()
    {
        string[] marks = ["<think>", "</think>", "<answer>", "<|channel|>final<|message|>", "analysisA", "<|im_end|>"];
        foreach (string mark in marks)
        {
            var text = new StringBuilder();
            for (int i = 0; i < 100_000; i++)
                text.Append(mark);
            Assert.True(ReasoningText.Remove(text.ToString()).Length <= text.Length);
        }
    }
}
