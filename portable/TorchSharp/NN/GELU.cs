namespace TorchSharp.Modules;

/// <summary>Here for the enumeration in it; modules are not part of this subset.</summary>
public static class GELU
{
    public enum Approximate
    {
        none,
        tanh,
    }
}
