using CogSpace.Pipeline;
using CogSpace.Weights;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>A LoRA out of a SAT checkpoint.</summary>
internal static class SatLoras
{
    public static void Check(GoldenCase golden)
    {
        using var folder = new TemporaryFolder();
        string output = folder["lora.safetensors"];
        int count = LoraConversion.Convert(SatModels.File(golden), output);
        Assert.Equal(golden.Parameters.GetProperty("expected_len").GetInt32(), count);
        using (var written = Checkpoint.OpenSingle(output))
            SatModels.Compare(golden, written);
        using var file = SafetensorsFile.Open(output);
        Assert.Equal(
            golden.Expected.GetProperty("metadata").EnumerateObject()
                .Select(note => (note.Name, note.Value.GetString()!)).Order(),
            file.Metadata.Select(note => (note.Key, note.Value)).Order());
    }
}
