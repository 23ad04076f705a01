using CogSpace.Training;

namespace CogSpace.Generation.Training;

/// <summary>A training: of what, from what, and how.</summary>
public sealed record TrainingRequest
{
    /// <summary>The folder of videos and captions.</summary>
    public required string Data { get; init; }

    /// <summary>Gets the result, the checkpoints and train.csv; made if it is not there.</summary>
    public required string Output { get; init; }

    /// <summary>What is trained, and how.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The file of captions in the data folder, one a line.</summary>
    public string Captions { get; init; } = ClipList.UsualCaptions;

    /// <summary>The file in the data folder that names the videos, one a line.</summary>
    public string Videos { get; init; } = ClipList.UsualVideos;

    /// <summary>Stands before every caption, as a word that the new thing is called by.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Frames of a clip; null: the model's own.</summary>
    public int? Frames { get; init; }

    /// <summary>In pixels; null: the model's own.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels; null: the model's own.</summary>
    public int? Height { get; init; }

    /// <summary>Clips that are made now and then; null: none.</summary>
    public ValidationRequest? Validation { get; init; }

    /// <summary>Leaves out clips that cannot be read or are too short, instead of stopping.</summary>
    public bool SkipsBadClips { get; init; }

    /// <summary>Goes on from the last checkpoint in the output folder.</summary>
    public bool Resumes { get; init; }
}
