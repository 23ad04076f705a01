using CogSpace.Weights;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Files of torch.save with several kinds of wrapping: how many tensors they hold and the first names.</summary>
internal static class PyTorchFiles
{
    public static void Check(GoldenCase golden)
    {
        var files = golden.Parameters.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).ToList();
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            using var opened = TensorFile.Open(golden.Path(file));
            foreach (var (name, entry) in opened.Tensors)
            {
                // The demo turns what it reads into float16; here a file is given as it is.
                Assert.True(entry.Type is ElementType.F32 or ElementType.F16 or ElementType.BF16, $"{name} is {entry}");
                opened.CopyTo(name, new byte[entry.Length]);
            }

            // What the demo refuses, files wrapped in "params", is accepted here.
            var expected = golden.Expected.GetProperty(file);
            if (!expected.GetProperty("ok").GetBoolean())
                continue;
            Assert.Equal(expected.GetProperty("keys").GetInt32(), opened.Tensors.Count);
            var first = expected.GetProperty("first").EnumerateArray().Select(name => name.GetString()).ToList();
            Assert.Equal(first, opened.Tensors.Keys.Order(StringComparer.Ordinal).Take(first.Count));
        }
    }
}
