namespace CogSpace;

/// <summary>A LoRA: a small file of changes to a model's weights, for a style or a subject.</summary>
/// <param name="Path">The file, in the layout of diffusers, PEFT, kohya or ComfyUI; or the folder that PEFT saved.</param>
/// <param name="Scale">How strongly it counts: 0 not at all, 1 as it was trained.</param>
public sealed record LoraFile(string Path, double Scale = 1);
