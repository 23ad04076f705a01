using System.CommandLine;
using CogSpace.Client;
using CogSpace.Generation;

namespace CogSpace.Cli.Remote;

/// <summary>What the command line asks for, as a server is asked for it.</summary>
internal static class RemoteRequest
{
    /// <param name="request">As it would be made here.</param>
    /// <param name="arguments">The command line: what neither it nor the recipe names is left to the server.</param>
    /// <param name="recipe">That is in the request; null: none.</param>
    /// <exception cref="CogSpaceException">A server does not take it, or a file cannot be read.</exception>
    public static VideoRequest Of(GenerationRequest request, ParseResult arguments, Recipe? recipe = null) => new()
    {
        Prompt = request.Prompt,
        NegativePrompt = request.NegativePrompt.Length > 0 ? request.NegativePrompt : null,
        Model = arguments.GetValue(ComputeOptions.OfModel) ?? recipe?.Model,
        Image = request is ImageToVideo { Image: var image } ? SourceOf(image) : null,
        Video = request is VideoToVideo { Video: var video } ? SourceOf(video) : null,
        Strength = (request as VideoToVideo)?.Strength,
        Crop = request is SourceToVideo sourced ? CropOf(sourced) : null,
        Seed = request.Seed,
        Steps = recipe is null ? arguments.GetValue(RequestOptions.Steps) : request.Steps,
        Guidance = recipe is null ? arguments.GetValue(RequestOptions.Guidance) : request.Guidance,
        Scheduler = request.Scheduler?.ToString().ToLowerInvariant(),
        Frames = request.Frames,
        Width = request.Width,
        Height = request.Height,
        StepCache = request.StepCache > 0 ? request.StepCache : null,
        Loras = request.Loras is { } loras
            ? [.. loras.Select(lora => new VideoLora(NameOf("--lora", lora.Path)!, lora.Scale))]
            : null,
        Upscale = request.PostProcessing?.Upscale,
        Upscaler = NameOf("--upscaler", request.PostProcessing?.Upscaler),
        Interpolate = request.PostProcessing?.Interpolate,
        Interpolator = NameOf("--interpolator", request.PostProcessing?.Interpolator),
    };

    /// <summary>A picture or a video that is sent along.</summary>
    /// <exception cref="CogSpaceException">It cannot be read.</exception>
    public static VideoSource SourceOf(string path)
    {
        if (!File.Exists(path))
            throw new CogSpaceException($"Cannot read {path}: there is no such file.");
        Disk.Try($"Cannot read {path}", () => File.OpenRead(path).Dispose());
        return VideoSource.FromFile(path);
    }

    /// <param name="option">That names it.</param>
    /// <param name="name">Of something that the server has; null: nothing is named.</param>
    /// <exception cref="InvalidRequestException">It is a file of this machine.</exception>
    public static string? NameOf(string option, string? name) =>
        name is not null && (name.Contains(Path.DirectorySeparatorChar) || File.Exists(name))
            ? throw new InvalidRequestException(
                $"With --server, {option} names something that the server has, and not a file of this machine: {name}")
            : name;

    private static VideoCrop CropOf(SourceToVideo request) => request.Crop is { } crop
        ? new VideoCrop(crop.X, crop.Y, crop.Zoom)
        : throw new InvalidRequestException("--fit stretch is for videos that this machine makes: it does not go with --server.");
}
