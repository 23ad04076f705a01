namespace CogSpace.Web.Enhancing;

/// <summary>The language model gave nothing that could be used; the message says why, in a sentence for the visitor.</summary>
public sealed class EnhancerException(string message, Exception? inner = null) : CogSpaceException(message, inner);
