using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Visitors;

/// <summary>Visitors from elsewhere.</summary>
internal static class Someone
{
    /// <summary>A new browser at an address.</summary>
    public static Visitor At(string address) => new(UnguessableId.New(), address);
}
