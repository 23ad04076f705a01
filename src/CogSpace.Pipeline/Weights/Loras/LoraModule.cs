namespace CogSpace.Pipeline.Weights.Loras;

/// <summary>What a LoRA adds to one layer: Factor times B A.</summary>
/// <param name="Layer">The layer's name in the model.</param>
/// <param name="Down">Name in the file of A, (rank, inputs).</param>
/// <param name="Up">Name in the file of B, (outputs, rank).</param>
/// <param name="Inputs">The layer's inputs.</param>
/// <param name="Outputs">The layer's outputs.</param>
/// <param name="Factor">alpha / rank, in files without an alpha 1.</param>
internal sealed record LoraModule(string Layer, string Down, string Up, long Inputs, long Outputs, double Factor);
