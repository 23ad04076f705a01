namespace CogSpace.Cli;

/// <summary>The stages of a generation as a person reads them.</summary>
internal static class StageNames
{
    public static string Of(GenerationStage stage) => stage switch
    {
        GenerationStage.Loading => "Loading the model",
        GenerationStage.ReadingSource => "Reading the file",
        GenerationStage.ReadingPrompt => "Reading the prompt",
        GenerationStage.Encoding => "Encoding",
        GenerationStage.Inverting => "Walking to noise",
        GenerationStage.Denoising => "Denoising",
        GenerationStage.Upscaling => "Upscaling",
        GenerationStage.Interpolating => "Drawing frames between frames",
        GenerationStage.Writing => "Writing the file",
        _ => "Decoding",
    };
}
