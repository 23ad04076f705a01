using System.Security.Claims;
using CogSpace.Web.Owners;
using Microsoft.AspNetCore.Components.Authorization;

namespace CogSpace.Web.Tests.Owners;

public sealed class OwnerContextTests
{
    [Fact]
    public void AConnectionThatPassedNoCookie_HasNoOwner() => Assert.Equal(
        "No owner: UseOwners() must come before what asks for one.",
        Refusal(Task.FromResult(new AuthenticationState(new ClaimsPrincipal()))));

    [Fact]
    public void AConnectionWhoseUserIsNotKnownYet_HasNoOwner() => Assert.Equal(
        "The user of this connection is not known yet.", Refusal(new TaskCompletionSource<AuthenticationState>().Task));

    private static string Refusal(Task<AuthenticationState> state) =>
        Assert.Throws<InvalidOperationException>(() => new OwnerContext(new Connection(state)).Owner).Message;

    private sealed class Connection(Task<AuthenticationState> state) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => state;
    }
}
