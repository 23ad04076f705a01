namespace CogSpace.Web.Visitors;

/// <summary>What the host allows somebody in particular, in the place of what every visitor may have.</summary>
/// <param name="OpenJobs">Jobs that may wait or run at once; null: as many as any visitor may have waiting.</param>
/// <param name="JobsPerDay">Videos within 24 hours; null: any number.</param>
/// <param name="ComputePerDay">Time on the device within 24 hours; null: as much as any visitor.</param>
/// <param name="Weight">How many times as much of the device as others, 1 or more.</param>
internal sealed record VisitorAllowance(int? OpenJobs, int? JobsPerDay, TimeSpan? ComputePerDay, int Weight);

/// <summary>Knows who has an allowance.</summary>
internal interface IAllowances
{
    /// <returns>null for a visitor like any other.</returns>
    VisitorAllowance? Of(Visitor visitor);
}
