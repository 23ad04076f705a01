using System.Text.Json;
using CogSpace.Pipeline.Text;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>The same ids as the sentencepiece tokenizer.</summary>
internal static class Tokenizing
{
    public static void Check(GoldenCase golden)
    {
        var tokenizer = T5Tokenizer.Load(golden.Model("tokenizer"));
        int limit = golden.Parameters.GetProperty("max_sequence_length").GetInt32();
        var texts = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Path.Combine(golden.Folder, "strings.json")))!;
        golden.PassOver("expect.input_ids_v5_of_differing_rows", "the demo used the sentencepiece tokenizer");

        var prompts = texts.Select(text => tokenizer.Encode(text, limit)).ToList();
        golden.AssertEqual("expect.input_ids", [.. prompts.SelectMany(prompt => prompt.Ids).Select(id => (long)id)]);
        golden.AssertEqual("expect.attention_mask", [.. prompts.SelectMany(prompt =>
            Enumerable.Range(0, limit).Select(i => i < Math.Min(prompt.Count, limit) ? 1L : 0))]);
        var lengths = golden.Expected.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("slow_len").GetInt32());
        Assert.Equal(lengths, prompts.Select(prompt => prompt.Count));
    }
}
