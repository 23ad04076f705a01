namespace CogSpace;

/// <summary>A request asks for something that cannot be made; the message says what and what can be asked instead.</summary>
public sealed class InvalidRequestException(string message) : CogSpaceException(message)
{
    /// <summary>The property of <see cref="GenerationRequest"/> that is at fault; null: not one alone.</summary>
    public string? Setting { get; init; }
}
