using CogSpace.Web.Owners;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace CogSpace.Web.Visitors;

/// <summary>Notices that somebody clicks or types on a page.</summary>
internal sealed class PageActivity(LivePages pages, OwnerContext owner) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) => activity =>
    {
        pages.Touch(owner.Owner);
        return next(activity);
    };
}
