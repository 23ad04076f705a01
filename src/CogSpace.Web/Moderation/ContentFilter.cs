using CogSpace.Generation;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Moderation;

/// <summary>Says what is not made here: by a list of words, and by the host's endpoint if there is one.</summary>
internal sealed class ContentFilter(
    FilterEndpoint endpoint, Generator generator, IOptions<ModerationOptions> options, TimeProvider time,
    ILogger<ContentFilter> log)
{
    private const int AttemptsForVideos = 3;       // whose making took long
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly WordList _words = WordList.Of(options.Value);

    /// <summary>Looks at a text before anything is made of it.</summary>
    /// <param name="what">What it is, as "prompt".</param>
    /// <param name="text">Of a bounded length. Never logged.</param>
    /// <param name="cancel">Ends the question to the endpoint.</param>
    /// <exception cref="RefusedException">It is not allowed, or nobody can tell.</exception>
    public async Task CheckTextAsync(string what, string text, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        if (_words.Matches(text))
        {
            log.LogInformation("A {What} was refused by the list of words", what);
            throw Refused(what, null);
        }

        if (!endpoint.IsSet)
            return;
        try
        {
            var answer = await endpoint.AskAsync(new FilterQuestion(text), cancel);
            if (answer.Allowed)
                return;
            log.LogInformation("A {What} was refused by the endpoint", what);
            throw Refused(what, answer.Reason);
        }
        catch (FilterFailedException e)
        {
            NoteFailure(e);
            if (!options.Value.FailOpen)
                throw new RefusedException(
                    StatusCodes.Status503ServiceUnavailable,
                    $"The {what} cannot be checked at the moment, so it is not taken. Please try again in a minute.", e);
        }
    }

    /// <summary>Looks at a few pictures of a video before anybody can see it.</summary>
    /// <param name="path">The finished file.</param>
    /// <param name="prompt">What was asked for.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="RefusedException">It is not allowed, or nobody can tell.</exception>
    public async Task CheckVideoAsync(string path, string prompt, CancellationToken cancel)
    {
        if (!options.Value.ChecksFrames)
            return;
        var pictures = await generator.SampleAsync(path, options.Value.Frames, cancel);
        var question = new FilterQuestion(
            prompt, [.. pictures.Select(picture => $"data:image/jpeg;base64,{Convert.ToBase64String(picture)}")]);
        if (await AskOftenAsync(question, cancel) is not { Allowed: false } answer)
            return;
        log.LogInformation("A video was refused by the endpoint");
        throw new RefusedException(
            StatusCodes.Status422UnprocessableEntity,
            $"The video came out as something that this server does not show, so it is not kept.{Because(answer.Reason)}");
    }

    // Null: nobody can tell, and that is enough here.
    private async Task<FilterAnswer?> AskOftenAsync(FilterQuestion question, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await endpoint.AskAsync(question, cancel);
            }
            catch (FilterFailedException e)
            {
                NoteFailure(e);
                if (options.Value.FailOpen)
                    return null;
                if (attempt == AttemptsForVideos)
                    throw new RefusedException(
                        StatusCodes.Status503ServiceUnavailable,
                        "The video was made but cannot be checked at the moment, so it is not kept. Please try again later.", e);
            }

            await Task.Delay(Pause, time, cancel);
        }
    }

    private void NoteFailure(FilterFailedException e) => log.LogWarning(
        "{Setting} is of no use: {Problem}", $"{ModerationOptions.Section}__{nameof(ModerationOptions.Endpoint)}", e.Message);

    private static RefusedException Refused(string what, string? reason) => new(
        StatusCodes.Status422UnprocessableEntity,
        $"This {what} asks for something that this server does not make.{Because(reason)} Please write another.");

    private static string Because(string? reason) => reason is null ? "" : $" The reason that was given: {reason.TrimEnd('.')}.";
}
