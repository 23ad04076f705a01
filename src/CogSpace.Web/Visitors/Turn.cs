namespace CogSpace.Web.Visitors;

/// <summary>A job as the order of the queue sees it.</summary>
/// <param name="Visitor">Whose it is.</param>
/// <param name="Place">Grows from job to job.</param>
/// <param name="Seconds">How long it will probably take on the device.</param>
/// <param name="IsNext">It ran before and was interrupted by no fault of its own.</param>
/// <param name="Weight">How many times as much of the device its visitor gets as others.</param>
internal sealed record Turn(Visitor Visitor, long Place, double Seconds, bool IsNext = false, int Weight = 1);
