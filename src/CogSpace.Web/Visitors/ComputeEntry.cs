namespace CogSpace.Web.Visitors;

/// <summary>What one video took.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Visitor">Whose it was.</param>
/// <param name="Seconds">On the device.</param>
/// <param name="Ended">When it was done.</param>
internal sealed record ComputeEntry(string Job, Visitor Visitor, double Seconds, DateTimeOffset Ended);
