using CogSpace.Web.Api;
using CogSpace.Web.Api.Callbacks;
using CogSpace.Web.Api.Gradio;

namespace CogSpace.Web.Jobs;

/// <summary>What a program has said of a job beside what to make; older servers leave it out.</summary>
public sealed record JobTag
{
    /// <summary>What makes a repeated request the same one; null: nothing does.</summary>
    public RepeatKey? Repeat { get; init; }

    /// <summary>The id of the video that it was made from, which may have gone since; null: of none, or of a file.</summary>
    public string? MadeFrom { get; init; }

    /// <summary>What makes the addresses of its files unguessable; null: they are sent only to those who have its key.</summary>
    public string? Files { get; init; }

    /// <summary>The program's own name for its request; null: it has not said one.</summary>
    public string? RequestId { get; init; }

    /// <summary>Who is told when the job is over; null: nobody.</summary>
    public Callback? Callback { get; init; }

    /// <summary>What it is to Gradio's clients; null: it was asked for in another way.</summary>
    public GradioEvent? Gradio { get; init; }
}
