using CogSpace.PostProcess.Media.Resampling;

namespace CogSpace.PostProcess.Media;

/// <summary>Brings a picture to the size that a model works in.</summary>
public static class PictureFitter
{
    /// <summary>A single picture: sharp, with a Lanczos kernel.</summary>
    /// <param name="picture">Of any size.</param>
    /// <param name="crop">
    /// The part that is kept; null: the whole picture is stretched, to the last bit as the reference's pipeline does.
    /// </param>
    /// <param name="width">Of the result, in pixels.</param>
    /// <param name="height">Of the result, in pixels.</param>
    /// <exception cref="InvalidRequestException">The crop's numbers are out of their range.</exception>
    /// <remarks>
    /// Source: diffusers VideoProcessor.preprocess with Pillow's LANCZOS; the crop is the <c>box</c> of Pillow's resize.
    /// </remarks>
    public static Frame FitPicture(Frame picture, Crop? crop, int width, int height) =>
        ToFrame(
            KernelResampler.Resample(
                PixelGrid.Of(picture), crop?.Of(picture.Width, picture.Height, width, height), width, height, Kernel.Lanczos)
        );

    /// <summary>A picture of a video: scaled by area until it covers the size, and cut.</summary>
    /// <inheritdoc cref="FitPicture"/>
    /// <remarks>
    /// Source: CogVideo inference/gradio_composite_demo/app.py, center_crop_resize. Differs: the scaled size is never one pixel
    /// short of the target, and the crop may lie elsewhere. Without a crop: diffusers VideoProcessor.preprocess_video.
    /// </remarks>
    public static Frame FitVideoFrame(Frame picture, Crop? crop, int width, int height)
    {
        if (crop is null)
            return FitPicture(picture, crop: null, width, height);

        var cover = Covering.Of(picture.Width, picture.Height, crop, width, height);
        return ToFrame(AreaResampler.Resample(PixelGrid.Of(picture), cover.Width, cover.Height, cover.Window));
    }

    private static Frame ToFrame(PixelGrid pixels) => new(pixels.Width, pixels.Height, pixels.Bytes.ToArray());
}
