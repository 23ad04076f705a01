namespace OpenCvSharp;

/// <summary>OpenCV's number of a failure; numbers without a name occur too.</summary>
public enum ErrorCode
{
    StsError = -2,
    StsNoMem = -4,
    StsBadArg = -5,
    StsAssert = -215,
}
