using System.Globalization;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Jobs;

/// <summary>No further job is taken until one of those waiting is done.</summary>
/// <param name="waiting">Jobs that wait.</param>
/// <param name="seconds">Until the next of them probably starts.</param>
/// <param name="isNearly">There are places, kept for visitors of whom no job waits.</param>
public sealed class QueueFullException(int waiting, double seconds, bool isNearly = false)
    : CogSpaceException(
        string.Create(
            CultureInfo.InvariantCulture,
            $"The queue is {(isNearly ? "nearly " : "")}full: {(waiting == 1 ? "1 video is" : $"{waiting} videos are")} waiting" +
            $"{(isNearly ? ", and the last places are for visitors who have none there" : "")}. Please try again in " +
            $"{RoughTime.Words(seconds)}."
        )
    )
{
    /// <summary>Jobs that wait.</summary>
    public int Waiting { get; } = waiting;

    /// <summary>Until the next of them probably starts.</summary>
    public double Seconds { get; } = seconds;
}
