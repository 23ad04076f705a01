using System.Text;
using System.Text.RegularExpressions;

namespace CogSpace.Generation.Rewriting;

/// <summary>Removes the reasoning that chat models write before their answer, and the marks around the answer.</summary>
/// <remarks>
/// The marks are those of DeepSeek, Qwen and their kind (think), Gemma, Kimi, Magistral, Cohere, Seed-OSS, GLM's box and OpenAI's
/// channels, whole and with only one of a pair: servers often put the opening mark into the prompt, where nobody sees it.
/// </remarks>
internal static partial class ReasoningText
{
    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const string Names = "think(?:ing)?|thoughts?|reason(?:ing)?|reflection|analysis|scratchpad";
    private const string Channel = "<|channel|>";
    private const string Kimi = "\u25c1";       // a white triangle
    private const string KimiEnd = "\u25b7";

    /// <returns>What is left; empty if there was nothing but reasoning.</returns>
    public static string Remove(string answer)
    {
        string text = answer.Contains(Channel, StringComparison.Ordinal) ? Final(answer)
            : Bare().Match(answer) is { Success: true } bare ? answer[bare.Length..]
            : answer;
        text = WithoutThoughts(text);
        if (AnswerStart().Matches(text) is [.., var start])
            text = text[(start.Index + start.Length)..];
        if (AnswerEnd().Match(text) is { Success: true } end)
            text = text[..end.Index];
        text = TurnStart().Replace(text, "", 1);
        return TurnEnd().Match(text) is { Success: true } turn ? text[..turn.Index] : text;
    }

    /// <summary>Whether there is anything that <see cref="Remove"/> takes for reasoning.</summary>
    public static bool IsIn(string answer) =>
        answer.Contains(Channel, StringComparison.Ordinal) || Bare().IsMatch(answer) || Mark().IsMatch(answer);

    // "<|channel|>analysis<|message|>...<|end|><|start|>assistant<|channel|>final<|message|>..."
    private static string Final(string answer) =>
        FinalChannel().Matches(answer) is [.., var final] ? answer[(final.Index + final.Length)..] : "";

    // What stands before a closing mark is reasoning, with an opening mark or without; so is what follows an opening one.
    private static string WithoutThoughts(string text)
    {
        var kept = new StringBuilder(text.Length);
        int at = 0;
        bool isThought = false;
        foreach (Match mark in Mark().Matches(text))
        {
            bool closes = mark.Groups["end"].Success;
            if (closes && !isThought)
                kept.Clear();
            else if (!closes && !isThought)
                kept.Append(text, at, mark.Index - at).Append(' ');
            (isThought, at) = (!closes, mark.Index + mark.Length);
        }

        return isThought ? kept.ToString() : kept.Append(text, at, text.Length - at).ToString();
    }

    [GeneratedRegex(
        $@"<(?:(?<end>/)|)(?:\w+:)?(?:{Names})(?:\s[^<>]*)?>|{Kimi}(?<end>/)?think{KimiEnd}|\[(?<end>/)?THINK\]"
            + @"|<\|(?:START|(?<end>END))_THINKING\|>|<\|(?:begin|(?<end>end))_of_thought\|>|<(?:\|channel|(?<end>channel\|))>",
        Words)]
    private static partial Regex Mark();

    [GeneratedRegex(@"<\|channel\|>\s*final\b[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>", Words)]
    private static partial Regex FinalChannel();

    // The channels as servers send them that drop the marks: "analysisThe user ... assistantfinalA cat".
    [GeneratedRegex(
        @"\A\s*analysis(?=\p{Lu})(?:.*assistant\s*final|.*\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Bare();

    [GeneratedRegex(
        @"<(?:answer|final_answer|response)>|<\|(?:begin_of_box|begin_of_solution|START_RESPONSE)\|>", Words)]
    private static partial Regex AnswerStart();

    [GeneratedRegex(
        @"</(?:answer|final_answer|response)>|<\|(?:end_of_box|end_of_solution|END_RESPONSE)\|>", Words)]
    private static partial Regex AnswerEnd();

    [GeneratedRegex(@"\A\s*(?:<\|(?:im_start|start|start_header_id)\|>\s*assistant\s*(?:<\|end_header_id\|>)?)+", Words)]
    private static partial Regex TurnStart();

    // "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<end_of_turn>", "</s>"
    [GeneratedRegex(@"<\|\w+\|>|<end_of_turn>|</s>", Words)]
    private static partial Regex TurnEnd();
}
