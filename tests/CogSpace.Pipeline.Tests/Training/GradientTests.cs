using System.Globalization;
using System.Security.Cryptography;
using CogSpace.Pipeline.Training;
using CogSpace.Training;

namespace CogSpace.Pipeline.Tests.Training;

public sealed class GradientTests
{
    private const double Step = 1e-5;

    public static TheoryData<string> Models => TrainingSetup.Models;

    private static LoraOptions SmallLora { get; } = new()
    {
        Rank = 3,
        Alpha = 5,
        Targets = [.. LoraOptions.UsualTargets, "norm1.linear", "ff.net.2", "patch_embed.text_proj"],
    };

    [Theory, MemberData(nameof(Models))]
    public void Learn_EveryWeight_AgreesWithFiniteDifferences(string model)
    {
        using var scope = NewDisposeScope();
        using var setup = new TrainingSetup(model, ScalarType.Float64, checkpointing: true);
        CheckAll(setup);
    }

    [Theory]
    [InlineData("pipe_2b")]
    [InlineData("part_15")]
    public void Learn_EveryLoraMatrix_AgreesWithFiniteDifferences(string model)
    {
        using var scope = NewDisposeScope();
        using var setup = new TrainingSetup(model, ScalarType.Float64, SmallLora, checkpointing: true);
        CheckAll(setup);
    }

    [Theory, MemberData(nameof(Models))]
    public void Learn_WithCheckpoints_GivesTheSameBits(string model)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
        {
            foreach (var lora in new[] { null, SmallLora })
            {
                var (without, with) = (Gradients(model, type, lora, false), Gradients(model, type, lora, true));
                Assert.NotEmpty(without);
                Assert.Equal(without, with);
            }
        }
    }

    // Along one random direction for each tensor: a wrong number anywhere in it shows.
    private static void CheckAll(TrainingSetup setup)
    {
        var batch = setup.Batch();
        setup.Network.Learn(batch, setup.Loss, 1, CancellationToken.None);
        Assert.NotEmpty(setup.Network.Parameters);
        var wrong = new List<string>();
        foreach (var parameter in setup.Network.Parameters)
        {
            using var scope = NewDisposeScope();
            var direction = setup.Random(parameter.Master.shape).to(parameter.Master.dtype);
            double expected = (LossAt(1) - LossAt(-1)) / (2 * Step);
            double actual = (Assert.IsType<Tensor>(parameter.Gradient) * direction).sum().to(ScalarType.Float64).item<double>();
            if (Math.Abs(actual - expected) > 1e-6 * Math.Max(1, Math.Abs(expected)))
                wrong.Add(FormattableString.Invariant($"{parameter.Name}: {actual}, by differences {expected}"));

            double LossAt(int side)
            {
                using var _ = NewDisposeScope();
                var before = parameter.Master.detach().clone();
                Change(values => values.add_(direction, (side * Step).ToScalar()));
                // With gradients, because what is computed without goes through float32.
                double loss = setup.Network.Loss(batch, setup.Loss).item<double>();
                Change(values => values.copy_(before));
                return loss;
            }

            void Change(Action<Tensor> change)
            {
                using var still = no_grad();
                change(parameter.Master);
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    // The loss and a digest of each gradient. All blocks add to the gradient of the timestep's embedding, each at its end or
    // all of them in turn, which rounds otherwise: it is left out.
    private static List<(string Name, string Digest)> Gradients(
        string model, ScalarType type, LoraOptions? lora, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        using var setup = new TrainingSetup(model, type, lora, checkpointing);
        double loss = setup.Network.Learn(setup.Batch(), setup.Loss, 1, CancellationToken.None);
        return
        [
            ("loss", loss.ToString("R", CultureInfo.InvariantCulture)),
            .. setup.Network.Parameters
                .Where(parameter => !parameter.Name.Contains("_embedding.linear", StringComparison.Ordinal))
                .Select(parameter => (parameter.Name, Convert.ToHexString(SHA256.HashData(parameter.Gradient!.bytes)))),
        ];
    }
}
