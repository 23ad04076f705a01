namespace CogSpace.PostProcess.Networks;

/// <summary>Weights of a known network become an ONNX file that any runtime computes.</summary>
public static class OnnxConversion
{
    /// <param name="weightsFile">RIFE's flownet.pkl, or a file of Real-ESRGAN or ESRGAN.</param>
    /// <param name="output">The file to write; one that is there is replaced when the new one is complete.</param>
    /// <param name="half">Weights, inputs and results are float16.</param>
    /// <returns>What the weights are.</returns>
    /// <exception cref="CogSpaceException">
    /// The weights are missing, damaged or unknown, or the file cannot be written.
    /// </exception>
    public static NetworkDescription Convert(string weightsFile, string output, bool half)
    {
        var description = NetworkDescription.Read(weightsFile);
        using var weights = NetworkWeights.Open(weightsFile);
        byte[] model = NetworkRecognition.Recognize(weights).ToOnnx(half);
        AtomicFile.Write(output, model);
        return description;
    }
}
