using System.Globalization;
using System.Text.RegularExpressions;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Seeds draw what torch.Generator('cpu') draws.</summary>
internal static partial class RandomNumbers
{
    public static void Check(GoldenCase golden)
    {
        foreach (string name in golden.Names)
        {
            if (Single().Match(name) is { Success: true } single)
            {
                using var noise = new Pipeline.Schedulers.NoiseSource(Number(single, "seed"));
                golden.AssertClose(name, noise.Draw([Number(single, "n")], ScalarType.Float32, CPU));
            }
        }

        golden.PassOver("expect.rand_", "only normal numbers are drawn");
        golden.PassOver("expect.randint_", "only normal numbers are drawn");
        golden.PassOver("expect.randn_bf16_", "noise is drawn in float32 and rounded");
        golden.PassOver("expect.randn_f16_", "noise is drawn in float32 and rounded");

        foreach (var seed in golden.Parameters.GetProperty("seeds").EnumerateArray())
        {
            // Several draws from one generator: small ones leave a value behind for the next.
            using var noise = new Pipeline.Schedulers.NoiseSource(seed.GetUInt32());
            long[][] shapes = [.. golden.Parameters.GetProperty("sequence").EnumerateArray()
                .Select(shape => shape.EnumerateArray().Select(size => size.GetInt64()).ToArray())];
            for (int i = 0; i < shapes.Length; i++)
                golden.AssertClose($"expect.seq_seed{seed.GetUInt32()}_{i}", noise.Draw(shapes[i], ScalarType.Float32, CPU));
        }
    }

    private static uint Number(Match match, string group) => uint.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^expect\.randn_f32_seed(?<seed>\d+)_n(?<n>\d+)$")]
    private static partial Regex Single();
}
