using System.Text.Json;
using CogSpace.Pipeline.Text;

namespace CogSpace.Golden;

/// <summary>The same ids as the sentencepiece tokenizer.</summary>
internal static class Tokenizing
{
    public static void Check(GoldenCase golden)
    {
        var tokenizer = T5Tokenizer.Load(golden.Model("tokenizer"));
        int limit = golden.Parameters.GetProperty("max_sequence_length").GetInt32();
        var texts = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Path.Combine(golden.Folder, "strings.json")))!;
        var (ids, mask) = (golden["expect.input_ids"], golden["expect.attention_mask"]);
        Assert.Equal(texts.Length, ids.shape[0]);
        golden.PassOver("expect.input_ids_v5_of_differing_rows", "the demo used the sentencepiece tokenizer");
        for (int i = 0; i < texts.Length; i++)
        {
            var prompt = tokenizer.Encode(texts[i], limit);
            Assert.Equal(ids[i].data<int>().ToArray(), prompt.Ids);
            if (!prompt.Truncated)
                Assert.Equal(mask[i].to(ScalarType.Int64).sum().item<long>(), prompt.Count);
            Assert.Equal(golden.Expected.GetProperty("rows")[i].GetProperty("slow_len").GetInt32(), prompt.Count);
        }
    }
}
