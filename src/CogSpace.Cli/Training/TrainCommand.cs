using System.CommandLine;
using System.CommandLine.Parsing;
using CogSpace.Generation;
using CogSpace.Generation.Training;
using CogSpace.Training;

namespace CogSpace.Cli.Training;

/// <summary>cogspace train: a LoRA, or all weights of a model's transformer.</summary>
internal static class TrainCommand
{
    private const string Name = "train", Lora = "lora", Full = "full";

    // To write a checkpoint after Ctrl+C.
    public static TimeSpan Farewell { get; } = TimeSpan.FromMinutes(10);

    public static Command Create() => new(Name, """
        Trains a LoRA, or all weights of a model, on your own clips.

        Example:
          cogspace train lora --data clips --output my-lora --steps 500
        """)
    {
        Create(Lora, """
            Trains a LoRA: a small file that changes a model. Clips lie beside their captions, ball.mp4 and ball.txt, or are named
            in videos.txt, with their captions in prompts.txt.

            Example:
              cogspace train lora --data clips --output my-lora --rank 16 --alpha 16 --learning-rate 0.001
            """, [.. TrainOptions.OfEvery, .. TrainOptions.OfLora]),
        Create(Full, """
            Trains all weights of a model's transformer, and writes a new model.

            Example:
              cogspace train full --data clips --output my-model --learning-rate 0.00002
            """, TrainOptions.OfEvery),
    };

    public static bool IsGiven(ParseResult arguments) =>
        arguments.CommandResult.Parent is CommandResult { Command.Name: Name };

    private static Command Create(string name, string description, IEnumerable<Option> options)
    {
        var command = new Command(name, description);
        foreach (var option in options.Concat(ComputeOptions.All).Concat(MemoryOptions.OfTraining))
            command.Add(option);
        command.SetAction((arguments, cancel) => RunAsync(arguments, name == Lora, cancel));
        return command;
    }

    private static Task<int> RunAsync(ParseResult arguments, bool lora, CancellationToken cancel)
    {
        string output = arguments.GetValue(TrainOptions.Output)!;
        return Failures.ExplainAsync(async () =>
        {
            using var generator = CommandGenerator.WithModels(MemoryOptions.Read(arguments, ComputeOptions.ReadPlace(arguments)));
            var model = ComputeOptions.ReadModel(arguments, generator.Models);
            var request = TrainOptions.Read(arguments, lora);
            Console.Error.WriteLine($"model {model.Name}, seed {request.Options.Seed}");
            Write(await TrainingBars.FollowAsync(progress => generator.TrainAsync(request, model, progress, cancel)));
        }, $"Interrupted. If steps were made, they are kept in {output}: go on with --resume.");
    }

    private static void Write(TrainingResult result)
    {
        ResultLines.WriteNotes(result.Notes);
        string loss = result.Loss is { } value ? FormattableString.Invariant($", loss {value:0.0000}") : "";
        Console.Error.WriteLine($"{result.Path}: {result.Steps} steps{loss}");
        string atThePeak = result.PeakMemory is { } bytes ? $", {ByteSize.Format(bytes)} at the peak" : "";
        Console.Error.WriteLine($"memory {ByteSize.Format(result.ExpectedMemory)} expected{atThePeak}");
    }
}
