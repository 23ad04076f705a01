namespace TorchSharp.Modules;

/// <summary>Here for the enumeration in it; modules are not part of this subset.</summary>
public sealed class GELU
{
    private GELU()
    {
    }

    public enum Approximate
    {
        none,
        tanh,
    }
}
