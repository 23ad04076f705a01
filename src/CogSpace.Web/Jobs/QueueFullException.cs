using System.Globalization;

namespace CogSpace.Web.Jobs;

/// <summary>No further job is taken until one of those waiting is done.</summary>
public sealed class QueueFullException(int waiting)
    : CogSpaceException(
        string.Create(
            CultureInfo.InvariantCulture,
            $"The queue is full: {waiting} {(waiting == 1 ? "video is" : "videos are")} waiting. Please try again in a " +
            $"few minutes."
        )
    )
{
    /// <summary>Jobs that wait.</summary>
    public int Waiting { get; } = waiting;
}
