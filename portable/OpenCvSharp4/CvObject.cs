namespace OpenCvSharp;

/// <summary>What OpenCV holds in its own memory.</summary>
public abstract class CvObject : DisposableObject
{
    private protected CvObject()
    {
    }
}
