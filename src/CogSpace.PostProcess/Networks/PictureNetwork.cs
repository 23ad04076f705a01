using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Networks;

/// <summary>A network that makes a picture of pictures, sized by its weights.</summary>
internal abstract class PictureNetwork
{
    public const string Input = "pictures";
    public const string Moment = "timestep";     // as RIFE calls it
    public const string Output = "picture";

    /// <summary>Channels of a picture.</summary>
    protected const int Rgb = Frame.Channels;

    public abstract NetworkKind Kind { get; }

    /// <summary>What it is and how large, for people.</summary>
    public abstract string Description { get; }

    /// <summary>Pixels of the result for each pixel of the picture, in one direction.</summary>
    public abstract int Scale { get; }

    /// <summary>Height and width have to be multiples of this.</summary>
    public abstract int Multiple { get; }

    /// <summary>
    /// Whether it draws the frame at any moment between two; otherwise interpolation draws the one halfway. The moment is a
    /// second input, (B, 1, 1, 1): 0 is the first frame, 1 the second.
    /// </summary>
    public virtual bool TakesMoment => false;

    /// <summary>
    /// The network as an ONNX model, from (B, 3 or 6, H, W) to (B, 3, scale H, scale W), RGB from 0 to 1, not clamped.
    /// </summary>
    /// <exception cref="ModelLoadException">A weight is missing, misshapen, not a number, or left over.</exception>
    public byte[] ToOnnx(bool half, bool inBlocks = false)
    {
        var graph = new GraphBuilder(half, inBlocks);
        Write(graph);
        return graph.Build();
    }

    protected abstract void Write(GraphBuilder graph);
}
