using System.CommandLine;
using System.Globalization;
using CogSpace.Generation;

namespace CogSpace.Cli;

/// <summary>cogspace vae: a model's autoencoder by itself.</summary>
internal static class VaeCommand
{
    private static readonly Option<string?> Video = new("--video")
    {
        Description = "A video to encode: MP4, MOV, WebM, MKV, AVI, GIF or animated WebP.",
    };

    private static readonly Option<string?> Image = new("--image")
    {
        Description = "A picture to encode: PNG, JPEG, WebP, BMP or GIF.",
    };

    private static readonly Option<string> Latents = new("--latents")
    {
        Description = "Latents to decode: a safetensors file of vae encode, generate or invert, or encoded.pt of CogVideo.",
        Required = true,
    };

    private static readonly Option<string> LatentsOutput = new("--output", "-o")
    {
        Description = "The safetensors file to write.",
        DefaultValueFactory = _ => "latents.safetensors",
    };

    private static readonly Option<double?> FramesPerSecond = new Option<double?>("--fps")
    {
        Description = "Frames per second. Default: what the file of latents says, else 8.",
    }.Strict();

    private static readonly Option<bool> Tiling = new("--tiling")
    {
        Description = "Cut pictures above about half the trained size into tiles: less memory, slightly other results.",
    };

    private static readonly Option<bool> Sample = new("--sample")
    {
        Description = "Draw from what the encoder holds possible instead of taking what it holds most likely.",
    };

    private static readonly Option<int?> Frames = new Option<int?>("--frames")
    {
        Description = "Frames to take at most. Default: all.",
    }.Strict();

    private static readonly Option<int?> Width = new Option<int?>("--width")
    {
        Description = "In pixels. Default: the file's own, down to a multiple of 8.",
    }.Strict();

    private static readonly Option<int?> Height = new Option<int?>("--height")
    {
        Description = "In pixels. Default: the file's own, down to a multiple of 8.",
    }.Strict();

    private static IEnumerable<Option> SourceOptions => [Video, Image, Width, Height, Frames, Sample, SeedOption.Option];

    public static Command Create() =>
        new(
            "vae",
            """
            A model's autoencoder by itself: frames to latents and back.

            Example:
              cogspace vae roundtrip --video circle.mp4 --output again.mp4
            """
        )
        {
            Create(
                "encode",
                """
                Encodes a video or a picture to latents.

                Example:
                  cogspace vae encode --video circle.mp4 --output latents.safetensors
                """,
                [.. SourceOptions, LatentsOutput],
                EncodeAsync
            ),
            Create(
                "decode",
                """
                Decodes latents to an MP4.

                Example:
                  cogspace vae decode --latents latents.safetensors --output circle.mp4
                """,
                [Latents, FramesPerSecond, FormatOptions.Output],
                DecodeAsync
            ),
            Create(
                "roundtrip",
                """
                Encodes a video or a picture and decodes it again, and says how close it comes.

                Example:
                  cogspace vae roundtrip --video circle.mp4 --output again.mp4
                """,
                [.. SourceOptions, FormatOptions.Output],
                RoundTripAsync
            ),
        };

    private static Command Create(
        string name, string description, IEnumerable<Option> options, Func<ParseResult, CancellationToken, Task> work)
    {
        var command = new Command(name, description);
        foreach (var option in options.Concat([Tiling]).Concat(ComputeOptions.All))
            command.Add(option);
        command.SetAction((arguments, cancel) => Failures.ExplainAsync(() => work(arguments, cancel)));
        return command;
    }

    private static async Task EncodeAsync(ParseResult arguments, CancellationToken cancel)
    {
        using var generator = CommandGenerator.WithModels(ComputeOptions.ReadPlace(arguments));
        var model = ComputeOptions.ReadModel(arguments, generator.Models);
        var source = Source(arguments);
        ResultLines.Write(
            await StageBars.FollowAsync(progress =>
                generator.EncodeAsync(
                    source, model, arguments.GetValue(LatentsOutput)!, arguments.GetValue(Tiling), progress, cancel)
            )
        );
    }

    private static async Task DecodeAsync(ParseResult arguments, CancellationToken cancel)
    {
        using var generator = CommandGenerator.WithModels(ComputeOptions.ReadPlace(arguments));
        var model = ComputeOptions.ReadModel(arguments, generator.Models);
        double? rate = arguments.GetValue(FramesPerSecond);
        if (rate is not (null or (> 0 and <= 1000)))
            throw new InvalidRequestException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rate} frames per second are not possible: choose more than 0 and at most 1000.")
            );
        ResultLines.Write(
            await StageBars.FollowAsync(progress =>
                generator.DecodeAsync(
                    arguments.GetValue(Latents)!, rate, model, arguments.GetValue(FormatOptions.Output)!,
                    arguments.GetValue(Tiling), progress, cancel)
            )
        );
    }

    private static async Task RoundTripAsync(ParseResult arguments, CancellationToken cancel)
    {
        using var generator = CommandGenerator.WithModels(ComputeOptions.ReadPlace(arguments));
        var model = ComputeOptions.ReadModel(arguments, generator.Models);
        var source = Source(arguments);
        ResultLines.Write(
            await StageBars.FollowAsync(progress =>
                generator.RoundTripAsync(
                    source, model, arguments.GetValue(FormatOptions.Output)!, arguments.GetValue(Tiling), progress, cancel)
            )
        );
    }

    private static AutoencoderSource Source(ParseResult arguments)
    {
        var (image, video, sample) = (arguments.GetValue(Image), arguments.GetValue(Video), arguments.GetValue(Sample));
        if ((image is null) == (video is null))
            throw new InvalidRequestException("Say what to encode: --video or --image, one of them.");
        if (!sample && arguments.GetResult(SeedOption.Option) is { Implicit: false })
            throw new InvalidRequestException("--seed says what is drawn: it goes with --sample.");
        ulong? seed = sample ? SeedOption.Read(arguments) : null;
        if (seed is not null)
            Console.Error.WriteLine($"seed {seed}");
        return new AutoencoderSource
        {
            Image = image,
            Video = video,
            Width = arguments.GetValue(Width),
            Height = arguments.GetValue(Height),
            Frames = arguments.GetValue(Frames),
            Seed = seed,
        };
    }
}
