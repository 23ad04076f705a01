using System.Text.Json;
using CogSpace.Pipeline;
using CogSpace.Weights;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>What the checks of converted SAT files have in common.</summary>
internal static class SatModels
{
    /// <summary>The case's checkpoint.</summary>
    public static string File(GoldenCase golden) => Assert.Single(Directory.GetFiles(golden.Folder, "*.pt"));

    /// <summary>Every tensor of the case and no other, to the last bit; and their names, and what the config says.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="folder">Of the converted network.</param>
    /// <param name="settings">What its config.json has to say.</param>
    public static void Compare(GoldenCase golden, string folder, IEnumerable<JsonProperty> settings)
    {
        using var written = Checkpoint.Open(folder, "diffusion_pytorch_model");
        Compare(golden, written);
        using var config = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(folder, "config.json")));
        foreach (var setting in settings)
        {
            var value = config.RootElement.GetProperty(setting.Name);
            bool equal = setting.Value.ValueKind == JsonValueKind.Number
                ? setting.Value.GetDouble() == value.GetDouble()
                : JsonElement.DeepEquals(setting.Value, value);
            Assert.True(equal, $"{setting.Name} is {value}, expected {setting.Value}");
        }
    }

    public static void Compare(GoldenCase golden, Checkpoint written)
    {
        var names = golden.Expected.GetProperty("keys").EnumerateArray().Select(key => key.GetString());
        Assert.Equal(names, written.Names.Order(StringComparer.Ordinal));
        foreach (string name in written.Names)
        {
            var entry = written.Find(name)!;
            using var scope = NewDisposeScope();
            var tensor = empty([.. entry.Shape], dtype: golden[$"expect.{name}"].dtype);
            Assert.Equal(tensor.bytes.Length, entry.Length);
            written.CopyTo(name, tensor.bytes);
            golden.AssertClose($"expect.{name}", tensor);
        }
    }

    /// <summary>The variant that a case's parameters describe.</summary>
    public static SatVariant Variant(JsonElement parameters)
    {
        var sizes = parameters.GetProperty("init_kwargs");
        int Size(string name) => sizes.GetProperty(name).GetInt32();
        return new SatVariant("of the case")
        {
            TakesImages = parameters.GetProperty("i2v").GetBoolean(),
            Rotary = parameters.GetProperty("use_rotary_positional_embeddings").GetBoolean(),
            SampleHeight = Size("sample_height"),
            SampleWidth = Size("sample_width"),
            SampleFrames = Size("sample_frames"),
            PatchSize = Size("patch_size"),
            PatchFrames = sizes.GetProperty("patch_size_t") is { ValueKind: JsonValueKind.Number } frames
                ? frames.GetInt32()
                : null,
            MaxTextTokens = Size("max_text_seq_length"),
        };
    }
}
