namespace Instances.Exceptions;

/// <summary>There is no such program.</summary>
public class InstanceFileNotFoundException(string fileName, Exception innerException)
    : InstanceException($"There is no program {fileName}", innerException);
