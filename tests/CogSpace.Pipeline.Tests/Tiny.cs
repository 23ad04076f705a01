namespace CogSpace.Pipeline.Tests;

/// <summary>The small models, as a request needs them: the one for images where it begins with one.</summary>
internal static class Tiny
{
    public static Model Model { get; } = Model.Open(Repository.TinyModel);

    private static Model ImageModel { get; } = Model.Open(Repository.TinyImageModel);

    public static GenerationPlan Plan(GenerationRequest request, VideoInfo? source = null) =>
        (request is ImageToVideo ? ImageModel : Model).Plan(request, source);
}
