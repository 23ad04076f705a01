using System.Globalization;
using System.Text;
using CogSpace.Generation;
using CogSpace.Web.Estimates;
using CogSpace.Web.Models;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>Refuses before the queue what could not be made after it.</summary>
internal sealed class RequestCheck(
    ModelMenu models, LoraMenu loras, PostProcessingMenu menu, ModelCatalog catalog, IVideoMaker maker, StageSpeeds speeds,
    IOptions<JobOptions> options, TimeProvider time)
{
    /// <summary>Characters of a text: far more than a model reads, and few enough to be sent at every key.</summary>
    internal const int MaxCharacters = 10_000;

    // The worker starts with the server, which takes a second.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <param name="request">What to make.</param>
    /// <param name="name">The model's; null where no model takes part.</param>
    /// <param name="video">The video that it is made from, if it is made from one.</param>
    /// <exception cref="CogSpaceException">The model is not on offer, or cannot make what is asked for.</exception>
    public PlannedRequest Plan(GenerationRequest request, string? name, VideoInfo? video)
    {
        if (request is VideoPostProcessing)
            return PlanPostProcessing(request.PostProcessing, video!);
        CheckText("prompt", request.Prompt, nameof(request.Prompt));
        CheckText("negative prompt", request.NegativePrompt, nameof(request.NegativePrompt));
        var model = models.Find(name ?? models.Default.Name);
        try
        {
            var plan = catalog.Plan(loras.WithPaths(request), model, video);
            return new PlannedRequest(model, plan, VideoWork.Of(request, model, plan.Made, menu));
        }
        catch (ModelLoadException e) // of a LoRA or of a network for frames: damaged, or for another model
        {
            throw new InvalidRequestException(models.WithoutFolder(e.Message));
        }
    }

    private PlannedRequest PlanPostProcessing(PostProcessing? wanted, VideoInfo video)
    {
        if (wanted is null or { Upscale: false, Interpolate: 1 })
            throw new InvalidRequestException(
                "Nothing would be done to the video: choose super-resolution, frame interpolation or both.");
        double most = options.Value.LongestVideo.TotalSeconds;
        if (video.Seconds > most)
            throw new InvalidRequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"The video lasts {video.Seconds:0.#} seconds: a video of {most:0.#} seconds at most can be upscaled or " +
                $"interpolated here."));
        PostProcessor.Written(menu.Describe(wanted, video));
        var work = VideoWork.OfPostProcessing(wanted, video, menu);
        if (speeds.Of(work)?.Values.Sum() is { } seconds && seconds > options.Value.Deadline.TotalSeconds)
            throw new InvalidRequestException(
                $"This would take {RoughTime.Words(seconds)}, longer than the {options.Value.DeadlineInWords} that this server " +
                "allows. Send a shorter or smaller video.");
        return new PlannedRequest(null, null, work);
    }

    /// <summary>The number type that a job for the model computes in, from now on and on every machine.</summary>
    /// <returns>null: not known yet, so it is left to the one who makes the video.</returns>
    public ComputeType? TypeFor(ModelInfo model) => maker.Device?.TypeFor(model);

    /// <summary>Waits for a while until <see cref="TypeFor"/> is known.</summary>
    /// <exception cref="CogSpaceException">There is no device to compute on.</exception>
    public async Task DeviceIsKnownAsync(CancellationToken cancel)
    {
        try
        {
            await maker.DescribeDeviceAsync(cancel).WaitAsync(LongestWait, time, cancel);
        }
        catch (TimeoutException)
        {
            // A job waits until videos can be made.
        }
    }

    /// <param name="what">Stands for the text in a sentence.</param>
    /// <param name="text">As it was written.</param>
    /// <param name="setting">The property of a request that it is, if it is one.</param>
    /// <exception cref="InvalidRequestException">It is too long, or has characters that are not of a text.</exception>
    public static void CheckText(string what, string text, string? setting = null)
    {
        if (text.Length > MaxCharacters)
            throw new InvalidRequestException(
                string.Create(
                    CultureInfo.InvariantCulture, $"The {what} has {text.Length} characters: take {MaxCharacters} at most.")
            )
            {
                Setting = setting,
            };

        // Half of a surrogate pair enumerates as the replacement character, which is not a letter anybody wants either.
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
                throw new InvalidRequestException($"The {what} has a character that cannot be read. Please type it again.")
                {
                    Setting = setting,
                };
            if (Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t'))
                throw new InvalidRequestException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The {what} has a control character (U+{rune.Value:X4}), which says nothing about a video. " +
                        $"Please remove it."
                    )
                )
                {
                    Setting = setting,
                };
        }
    }
}

/// <summary>A request that was accepted: what is made, and the model that planned it.</summary>
/// <param name="Model">The model; null where none takes part.</param>
/// <param name="Plan">What it makes; null where there is no model.</param>
/// <param name="Work">What each stage asks of this machine.</param>
internal sealed record PlannedRequest(ModelInfo? Model, GenerationPlan? Plan, IReadOnlyList<StageWork> Work);
