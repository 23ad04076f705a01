namespace Instances.Exceptions;

/// <summary>A program could not be used.</summary>
public class InstanceException(string msg, Exception innerException) : Exception(msg, innerException);
