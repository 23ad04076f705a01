namespace CogSpace.Generation.Provenance;

/// <summary>A manifest does not vouch for a file: it is damaged, changed, signed by another key, or about another file.</summary>
public sealed class ManifestException(string message, Exception? inner = null) : CogSpaceException(message, inner);
