using CogSpace.Weights.Torch;

namespace CogSpace.Weights;

/// <summary>
/// Opens a file of tensors in whichever format it is. The first bytes say it, not the name: hubs hold safetensors files called
/// .bin.
/// </summary>
public static class TensorFile
{
    /// <exception cref="ModelLoadException">
    /// The file cannot be opened, or is damaged, or holds more than tensors and plain data.
    /// </exception>
    public static ITensorFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            return TorchPickleFile.Recognizes(file) ? TorchPickleFile.Open(file, dropPrefix: null) : SafetensorsFile.Open(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
