using CogSpace.Pipeline.Text;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Ids to embeddings.</summary>
internal static class TextEncoding
{
    public static void Check(GoldenCase golden)
    {
        string folder = golden.Model("text_encoder");
        var config = T5Config.Read(Path.Combine(folder, "config.json"));
        using var network = golden.Load(folder, "model", golden.Type, weights => new T5Encoder(weights, config));

        golden.AssertClose("expect.embeds", network.Forward(golden.Input("in.input_ids")));

        long length = golden.Parameters.GetProperty("bias_len").GetInt64();
        var bias = network.PositionBias(length);                       // (1, N, T, T)
        var ends = cat([bias.narrow(2, 0, 1), bias.narrow(2, length - 1, 1)], dim: 2);
        golden.AssertClose("expect.position_bias_first_and_last_row", ends);
    }
}
