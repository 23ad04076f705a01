using CogSpace.PostProcess.Media;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>The image or the frames that a case starts from.</summary>
internal static class SourcePictures
{
    /// <returns>Empty for a case that starts from a prompt alone.</returns>
    public static IReadOnlyList<Frame> Of(GoldenCase golden)
    {
        if (golden.Names.FirstOrDefault(name => name is "in.image_u8" or "in.video_u8") is not { } name)
            return [];
        var stored = golden[name];                                                    // (H, W, 3) or (F, H, W, 3)
        var frames = stored.shape.Length == 3 ? stored.unsqueeze(0) : stored;
        var (height, width) = ((int)frames.shape[1], (int)frames.shape[2]);
        return [.. Enumerable.Range(0, (int)frames.shape[0])
            .Select(i => new Frame(width, height, frames[i].contiguous().bytes.ToArray()))];
    }

    /// <summary>Brought to size as the reference's pipelines do it.</summary>
    public static VideoClip Stretched(IReadOnlyList<Frame> pictures, GenerationRequest request, int width, int height) =>
        new([.. pictures.Select(picture => request is ImageToVideo
            ? PictureFitter.FitPicture(picture, crop: null, width, height)
            : PictureFitter.FitVideoFrame(picture, crop: null, width, height))], 8);
}
