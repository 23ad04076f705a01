using CogSpace.Pipeline.Vae;
using CogSpace.PostProcess.Media;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Frames to what the pipeline computes on, and back to frames.</summary>
internal static class VideoProcessing
{
    public static void Check(GoldenCase golden)
    {
        int Get(string name) => golden.Parameters.GetProperty(name).GetInt32();
        var fitted = GoldenPixels.ToFrames(golden["in.video_u8"])
            .Select(frame => PictureFitter.FitVideoFrame(frame, crop: null, Get("width"), Get("height")));
        golden.AssertClose("expect.preprocess_video", stack([.. fitted.Select(GoldenPixels.Normalize)], 1).unsqueeze(0));

        var decoded = golden["in.decoded"];                                                    // (1, 3, F, H, W), about -1 to 1
        golden.AssertClose("expect.post_pt", ((decoded * 0.5) + 0.5).clamp(0, 1).permute(0, 2, 1, 3, 4));
        golden.AssertClose("expect.post_pil_u8", Rounded(decoded).unsqueeze(0));

        // Already from 0 to 1: (F, 3, H, W), and (1, H, W, 3).
        golden.AssertClose("expect.numpy_to_pil_u8", Rounded(FromUnit(golden["in.pt_frames"].permute(1, 0, 2, 3).unsqueeze(0))));
        var halves = FromUnit(golden["in.halves"].permute(3, 0, 1, 2).unsqueeze(0));
        golden.AssertClose("expect.halves_u8", Rounded(halves).squeeze(0));
        CheckOutOfRange(FromUnit(golden["in.out_of_range"].permute(3, 0, 1, 2).unsqueeze(0)));
    }

    // The reference wraps around: black would become white. Here what is too dark is black, and what is too bright is white.
    private static void CheckOutOfRange(Tensor pixels)
    {
        var expected = (((pixels + 1) / 2).to(ScalarType.Float32) * 255).round().clamp(0, 255).squeeze(0).permute(1, 2, 3, 0);
        var bytes = expected.contiguous().data<float>().ToArray().Select(value => (byte)value);
        Assert.Equal(bytes, Rounded(pixels).contiguous().data<byte>().ToArray());
    }

    // -> (F, H, W, 3) bytes
    private static Tensor Rounded(Tensor pixels) => stack([.. FramePixels.ToFrames(pixels).Select(GoldenPixels.ToTensor)]);

    // The conversion begins with x / 2 + 0.5; in float64 it makes exactly the same float32 of this again.
    private static Tensor FromUnit(Tensor unit) => (unit.to(ScalarType.Float64) * 2) - 1;
}
