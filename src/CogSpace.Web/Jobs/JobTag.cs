using CogSpace.Web.Api;
using CogSpace.Web.Api.Callbacks;

namespace CogSpace.Web.Jobs;

/// <summary>What a program has said of a job beside what to make; older servers leave it out.</summary>
public sealed record JobTag
{
    /// <summary>What makes a repeated request the same one; null: nothing does.</summary>
    public RepeatKey? Repeat { get; init; }

    /// <summary>Who is told when the job is over; null: nobody.</summary>
    public Callback? Callback { get; init; }
}
