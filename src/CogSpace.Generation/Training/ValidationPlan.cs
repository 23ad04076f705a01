using System.Globalization;
using System.Text.RegularExpressions;
using CogSpace.Pipeline;

namespace CogSpace.Generation.Training;

/// <summary>Which clips are made while a model is trained, and when.</summary>
internal sealed partial class ValidationPlan
{
    /// <summary>In the output folder.</summary>
    public const string FolderName = "validation";

    private readonly int _every;

    private ValidationPlan(IReadOnlyList<GenerationPlan> clips, int every) => (Clips, _every) = (clips, every);

    public IReadOnlyList<GenerationPlan> Clips { get; }

    /// <summary>Plans the clips before anything is encoded or trained.</summary>
    /// <exception cref="CogSpaceException">The model cannot make one of them.</exception>
    public static ValidationPlan Of(TrainingRequest request, Model model)
    {
        if (request.Validation is not { Prompts.Count: > 0 } wanted)
            return new ValidationPlan([], int.MaxValue);
        if (wanted.Every < 1)
            throw new InvalidRequestException($"Validation clips every {wanted.Every} steps are not possible: choose 1 or more.");
        bool takesImages = model.Info.Task == ModelTask.ImageToVideo;
        int images = takesImages ? wanted.Prompts.Count : 0;
        if (wanted.Images.Count != images)
            throw new InvalidRequestException(takesImages
                ? $"This model begins with a picture: give one for each validation prompt. There are {wanted.Prompts.Count} " +
                  $"prompts and {wanted.Images.Count} pictures."
                : "This model makes videos from prompts alone: leave the validation pictures out.");
        return new ValidationPlan(
            [.. wanted.Prompts.Select((_, i) => model.Plan(Request(request, wanted, i, model.Info.Preset)))], wanted.Every);
    }

    /// <summary>The step after which the next clips are made.</summary>
    public int Next(int step) => (int)Math.Min(((long)step / _every * _every) + _every, int.MaxValue);

    /// <returns>The name of a clip's file.</returns>
    /// <param name="step">Of the training.</param>
    /// <param name="clip">From 0.</param>
    public static string FileOf(int step, int clip) =>
        string.Create(CultureInfo.InvariantCulture, $"step-{step:00000000}-{clip + 1}.mp4");

    /// <returns>The training's step, and the clip, from 0; null: the file is none of these.</returns>
    public static (int Step, int Clip)? Parse(string file) => NamePattern().Match(file) is { Success: true } match
        ? (Number(match.Groups[1]), Number(match.Groups[2]) - 1)
        : null;

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    private static GenerationRequest Request(TrainingRequest request, ValidationRequest wanted, int i, ModelPreset preset)
    {
        ulong seed = unchecked(request.Options.Seed + (ulong)i);
        GenerationRequest clip = wanted.Images.Count > 0
            ? new ImageToVideo { Prompt = wanted.Prompts[i], Seed = seed, Image = wanted.Images[i] }
            : new TextToVideo { Prompt = wanted.Prompts[i], Seed = seed };
        return clip with
        {
            Steps = wanted.Steps ?? preset.Steps,
            Guidance = preset.Guidance,
            Scheduler = preset.Scheduler,
            Frames = request.Frames,
            Width = request.Width,
            Height = request.Height,
        };
    }

    [GeneratedRegex(@"^step-(\d{8})-(\d{1,4})\.mp4$")]
    private static partial Regex NamePattern();
}
