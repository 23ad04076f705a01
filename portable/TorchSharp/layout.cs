namespace TorchSharp;

/// <summary>How the elements of a tensor lie in memory.</summary>
public enum layout
{
    strided,
    sparse_coo,
}
