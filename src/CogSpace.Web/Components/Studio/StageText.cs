namespace CogSpace.Web.Components.Studio;

/// <summary>A generation's progress in words and as one number.</summary>
public static class StageText
{
    public static string Name(GenerationStage stage) => stage switch
    {
        GenerationStage.ReadingSource => "Reading your file",
        GenerationStage.Loading => "Loading the model",
        GenerationStage.ReadingPrompt => "Reading the prompt",
        GenerationStage.Encoding => "Encoding your file",
        GenerationStage.Denoising => "Denoising",
        GenerationStage.Decoding => "Decoding",
        _ => stage.ToString(),
    };

    /// <summary>0 to 100. What a stage takes of the whole is about what it takes of the time.</summary>
    public static int Percent(GenerationProgress progress)
    {
        var (from, to) = progress.Stage switch
        {
            GenerationStage.ReadingSource => (0, 1),
            GenerationStage.Loading => (1, 3),
            GenerationStage.ReadingPrompt => (3, 4),
            GenerationStage.Encoding => (4, 10),
            GenerationStage.Denoising => (10, 80),
            _ => (80, 100),
        };
        return from + ((to - from) * Math.Clamp(progress.Step, 0, progress.Of) / Math.Max(progress.Of, 1));
    }

    /// <summary>A rounded time: it is a guess.</summary>
    public static string TimeLeft(double seconds) => seconds switch
    {
        < 1 => "less than a second left",
        < 90 => $"about {Math.Ceiling(seconds):0} s left",
        < 5400 => $"about {Math.Ceiling(seconds / 60):0} min left",
        _ => $"about {seconds / 3600:0.0} h left",
    };
}
