using System.Security.Claims;
using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.Components.Authorization;

namespace CogSpace.Web.Owners;

/// <summary>
/// Whose page this is: the same for a request, the page made for it, and the live connection that the page opens.
/// </summary>
public sealed class OwnerContext(AuthenticationStateProvider authentication)
{
    /// <summary>
    /// The owner where no cookie came back: it has no jobs, and <see cref="Jobs.JobBoard.SubmitAsync"/> takes none from it.
    /// </summary>
    public const string Nobody = "";

    private Visitor? _visitor;

    /// <summary>Opaque; what jobs are kept under. <see cref="Nobody"/> for a browser that does not keep the cookie.</summary>
    public string Owner => Visitor.Owner;

    /// <summary>The owner, and the address that counts for it.</summary>
    public Visitor Visitor => _visitor ??= OwnerCookie.VisitorOf(UserOfConnection());

    /// <summary>Told by the middleware during a request.</summary>
    internal void Set(Visitor visitor) => _visitor = visitor;

    // A live connection has a scope of its own; the framework hands it the user of the request that opened it.
    private ClaimsPrincipal UserOfConnection()
    {
        var state = authentication.GetAuthenticationStateAsync();
        return state.IsCompletedSuccessfully
            ? state.Result.User
            : throw new InvalidOperationException("The user of this connection is not known yet.");
    }
}
