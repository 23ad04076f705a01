using System.Globalization;
using CogSpace.Generation.Training;

namespace CogSpace.Cli.Training;

/// <summary>Progress of a training for logs and pipes: a line when a stage begins, and twenty while the model learns.</summary>
internal sealed class TrainingLines : IProgress<TrainingStatus>
{
    private const int Lines = 20;

    private TrainingStage? _stage;
    private int _line;

    public static string NameOf(TrainingStage stage) => stage switch
    {
        TrainingStage.Reading => "Looking at clips",
        TrainingStage.Encoding => "Encoding clips",
        TrainingStage.Loading => "Loading the model",
        TrainingStage.Validating => "Making validation clips",
        _ => "Learning",
    };

    /// <summary>"Learning, loss 0.0312, 1.8 steps/s"</summary>
    public static string Text(TrainingStatus value) => value.Loss is { } loss
        ? string.Create(CultureInfo.InvariantCulture, $"{NameOf(value.Stage)}, loss {loss:0.0000}, {Rate(value.StepsPerSecond)}")
        : NameOf(value.Stage);

    public void Report(TrainingStatus value)
    {
        if (value.Stage != TrainingStage.Learning)
        {
            if (_stage != value.Stage)
                Console.Error.WriteLine(NameOf(value.Stage));
            _stage = value.Stage;
            return;
        }

        int line = (int)((long)value.Done * Lines / value.Of);
        if (line != _line || value.Done == value.Of)
            Console.Error.WriteLine($"step {value.Done} of {value.Of}: {Text(value)}");
        _line = line;
    }

    private static string Rate(double stepsPerSecond) => stepsPerSecond >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{stepsPerSecond:0.0} steps/s")
        : string.Create(CultureInfo.InvariantCulture, $"{1 / stepsPerSecond:0.0} s/step");
}
