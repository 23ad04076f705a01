namespace CogSpace.Weights.Torch;

/// <summary>
/// What a pickle does that it may not, as the end of a sentence that begins with "it". Never leaves this folder.
/// </summary>
internal sealed class PickleException(string deed) : Exception(deed);
