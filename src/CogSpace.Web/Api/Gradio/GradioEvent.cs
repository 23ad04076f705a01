namespace CogSpace.Web.Api.Gradio;

/// <summary>What Gradio calls an event, for a job that is one: kept with the job, so that a restart does not lose it.</summary>
/// <param name="Session">Hash of the session that it belongs to; null: knowing its id is enough.</param>
public sealed record GradioEvent(string? Session)
{
    /// <summary>Whether its end was sent to the session.</summary>
    public bool IsTold { get; init; }
}
