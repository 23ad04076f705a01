using System.Globalization;

namespace CogSpace.Web.Components.Studio.Job;

/// <summary>A generation's progress in words.</summary>
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
        GenerationStage.Upscaling => "Upscaling",
        GenerationStage.Interpolating => "Drawing frames in between",
        GenerationStage.Writing => "Writing the file",
        _ => stage.ToString(),
    };

    public static string TimeLeft(double seconds) => $"{Time(seconds)} left";

    /// <summary>A rounded time: it is a guess.</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 1 => "less than a second",
        < 90 => string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(seconds):0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(seconds / 60):0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"about {seconds / 3600:0.0} h"),
    };
}
