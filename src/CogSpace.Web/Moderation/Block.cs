namespace CogSpace.Web.Moderation;

/// <summary>What a block is about.</summary>
public enum BlockKind
{
    /// <summary>A visitor's cookie.</summary>
    Owner,

    /// <summary>An address, or a network such as 203.0.113.0/24.</summary>
    Address,
}

/// <summary>Somebody who may not ask for anything new.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Value">The owner or the address.</param>
/// <param name="Note">For the operator; never shown to the visitor.</param>
/// <param name="Since">When it was added.</param>
public sealed record Block(BlockKind Kind, string Value, string Note, DateTimeOffset Since);
