using System.Collections.Concurrent;
using CogSpace.Generation;

namespace CogSpace.Web.Models;

/// <summary>What a visitor may have done to frames after they are made. Loads no network.</summary>
public sealed class PostProcessingMenu(PostProcessor postProcessor)
{
    /// <summary>How many times as many frames there are per second.</summary>
    public const int Faster = 2;

    private readonly RecentLook<Choices> _choices = new(() => ReadChoices(postProcessor), TimeProvider.System);

    /// <summary>
    /// The ways to upscale, the one that is taken first where nothing is said; without a network there is always one.
    /// </summary>
    public IReadOnlyList<UpscalerChoice> Upscalers => _choices.Value.Upscalers;

    /// <summary>
    /// The names of the networks that draw frames between frames, the smallest first; without one there is no way to.
    /// </summary>
    public IReadOnlyList<string> Interpolators => _choices.Value.Interpolators;

    /// <param name="postProcessing">What a visitor, or a browser in his name, asks for.</param>
    /// <param name="made">The frames before.</param>
    /// <returns>The frames after.</returns>
    /// <exception cref="CogSpaceException">It cannot be done here.</exception>
    public VideoInfo Describe(PostProcessing postProcessing, VideoInfo made)
    {
        // Names, never paths: weights could be asked for by any file.
        if (postProcessing.Upscaler is { } upscaler && Upscalers.All(choice => choice.Name != upscaler))
            throw new InvalidRequestException(
                $"There is no way to upscale called \"{upscaler}\" on this server. Choose one of: " +
                $"{string.Join(", ", Upscalers.Select(choice => choice.Name))}."
            );
        if (postProcessing.Interpolate != 1 && Interpolators.Count == 0)
            throw new InvalidRequestException("Frames cannot be interpolated on this server: it has no weights for that.");
        if (postProcessing.Interpolator is { } interpolator && !Interpolators.Contains(interpolator))
            throw new InvalidRequestException(
                $"There are no weights \"{interpolator}\" for interpolation on this server. Choose one of: " +
                $"{string.Join(", ", Interpolators)}."
            );
        return _choices.Value.Chains.GetOrAdd(postProcessing, postProcessor.Chain).Describe(made);
    }

    /// <summary>As <see cref="Describe"/>, for what is only shown.</summary>
    /// <param name="postProcessing">What is done.</param>
    /// <param name="made">The frames before.</param>
    /// <returns>The frames as a video holds them; null: it cannot be done here, and asking for it says why.</returns>
    public VideoInfo? TryDescribe(PostProcessing postProcessing, VideoInfo made)
    {
        try
        {
            return PostProcessor.Written(Describe(postProcessing, made));
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }

    private static Choices ReadChoices(PostProcessor postProcessor) =>
        new(
            [
                .. postProcessor.Upscalers().Select(one => new UpscalerChoice(
                    one.Name, $"{one.Name}, {one.Scale} times", one.Scale)),
                .. PostProcessor.WithoutNetwork.Select(one => new UpscalerChoice(
                    one.Name, $"Lanczos, {one.Scale} times, no neural network", one.Scale)),
            ],
            postProcessor.Interpolators());

    private sealed record Choices(IReadOnlyList<UpscalerChoice> Upscalers, IReadOnlyList<string> Interpolators)
    {
        public ConcurrentDictionary<PostProcessing, FilterChain> Chains { get; } = new();
    }
}
