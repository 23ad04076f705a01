using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using CogSpace.Pipeline;
using CogSpace.Verification.Speed;

namespace CogSpace.Cli.Verify;

/// <summary>cogspace verify speed: a network of a published size with random weights, timed.</summary>
internal static class VerifySpeedCommand
{
    private static readonly Dictionary<string, SpeedWork> Works = new()
    {
        ["product"] = SpeedWork.Product,
        ["text"] = SpeedWork.Text,
        ["step"] = SpeedWork.Step,
        ["decode"] = SpeedWork.Decode,
    };

    private static readonly Dictionary<string, ModelSize> Widths = new()
    {
        ["2b"] = ModelSize.TwoB,
        ["5b"] = ModelSize.FiveB,
    };

    private static readonly Argument<SpeedWork> Work = new("what")
    {
        Description = "product: a matrix product; text: a prompt through the text encoder; step: a denoising step of the transformer, both halves of the guidance; decode: latents to frames.",
        CustomParser = result => Choose(Works, result),
    };

    private static readonly Option<ModelSize> Size = new("--size")
    {
        Description = "2b or 5b: as wide as that transformer.",
        HelpName = "size",
        DefaultValueFactory = _ => ModelSize.FiveB,
        CustomParser = result => Choose(Widths, result),
    };

    private static readonly Option<int?> Blocks = new("--blocks") { Description = "Blocks of the transformer or the text encoder. Default: as many as the published one has: 30, 42 or 24." };

    private static readonly Option<int> Frames = new("--frames") { Description = "4k + 1.", DefaultValueFactory = _ => 49 };

    private static readonly Option<int> Width = new("--width") { Description = "In pixels, a multiple of 16.", DefaultValueFactory = _ => 720 };

    private static readonly Option<int> Height = new("--height") { Description = "In pixels, a multiple of 16.", DefaultValueFactory = _ => 480 };

    private static readonly Option<int> Rounds = new("--rounds") { Description = "Timed runs; one more before them is not.", DefaultValueFactory = _ => 3 };

    private static readonly Option<bool> Json = new("--json") { Description = "Write one line of JSON instead, for programs." };

    public static Command Create()
    {
        var command = new Command("speed", """
            Times a network of a published size with random weights: no model is needed.

            Examples:
              cogspace verify speed product
              cogspace verify speed step --size 2b --blocks 4 --frames 9 --width 192 --height 128
            """)
        {
            Work, Size, Blocks, Frames, Width, Height, Rounds, Json,
        };
        foreach (var option in ComputeOptions.OfPlace)
            command.Add(option);
        command.SetAction((arguments, cancel) => Failures.ExplainAsync(() => Task.Run(() => Run(arguments, cancel), cancel), "Interrupted."));
        return command;
    }

    private static void Run(ParseResult arguments, CancellationToken cancel)
    {
        var place = ComputeOptions.ReadPlace(arguments);
        var request = new SpeedRequest
        {
            Work = arguments.GetValue(Work),
            Size = arguments.GetValue(Size),
            Blocks = arguments.GetValue(Blocks),
            Frames = arguments.GetValue(Frames),
            Width = arguments.GetValue(Width),
            Height = arguments.GetValue(Height),
            Rounds = arguments.GetValue(Rounds),
            Device = place.Device,
            Type = place.Type,
        };
        var result = SpeedRunner.Run(request, cancel);
        Console.WriteLine(arguments.GetValue(Json) ? Document(result).ToJsonString() : Line(arguments.GetResult(Work)!.Tokens[0].Value, result));
    }

    private static T Choose<T>(Dictionary<string, T> words, ArgumentResult result)
    {
        string word = result.Tokens[0].Value;
        if (!words.TryGetValue(word, out var value))
            result.AddError($"\"{word}\" is not known here: use {string.Join(", ", words.Keys)}.");
        return value!;
    }

    private static string Line(string work, SpeedResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{work}, {result.Type} on {result.Device}{(result.Blocks > 0 ? $", {result.Blocks} blocks" : "")}: {result.Median:0.000} s (median of {result.Seconds.Count}), {result.Rate:0} GFLOP/s, memory at the peak {(result.Peak is { } peak ? ByteSize.Format(peak) : "unknown")}");

    // The names that portable/gpu-check/peer.py writes too.
    private static JsonObject Document(SpeedResult result) => new()
    {
        ["seconds"] = new JsonArray([.. result.Seconds.Select(seconds => (JsonNode)seconds)]),
        ["operations"] = result.Operations,
        ["peak"] = result.Peak,
        ["device"] = result.Device,
        ["type"] = result.Type,
        ["blocks"] = result.Blocks,
    };
}
