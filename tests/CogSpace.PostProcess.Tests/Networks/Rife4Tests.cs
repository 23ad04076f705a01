using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace CogSpace.PostProcess.Tests.Networks;

/// <summary>The many versions of RIFE 4, all of which people have under the name flownet.pkl.</summary>
public sealed class Rife4Tests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, int[], int, int, string, int> Layouts => new()
    {
        { "RIFE 4.5, 24 channels", [24, 16, 12, 8], 5, 0, "", 0 },
        { "RIFE 4.6, 24 channels", [24, 16, 12, 8], 6, 0, "", 0 },
        { "RIFE 4.7 to 4.9, 24 channels", [24, 16, 12, 8], 6, 4, "pair", 0 },
        { "RIFE 4.10 to 4.12, 24 channels", [24, 16, 12, 8], 6, 8, "numbers", 0 },
        { "RIFE 4.13 to 4.20 or 4.24, 24 channels", [24, 16, 12, 8], 6, 8, "names", 0 },
        { "RIFE 4.13 to 4.20 or 4.24 (lite), 16 channels", [16, 12, 8, 6], 6, 4, "names", 0 },
        { "RIFE 4.21 to 4.23, 32 channels", [32, 24, 12, 6], 13, 8, "names", 8 },
        { "RIFE 4.25 or 4.26, 24 channels", [24, 16, 12, 8, 4], 13, 4, "names", 8 },
        { "RIFE 4.25 or 4.26 (lite), 48 channels", [48, 32, 24, 16, 6], 13, 4, "names", 8 },
        { "RIFE 4.25 or 4.26, 24 channels", [24, 16, 12, 8, 4], 13, 16, "names", 8 },
    };

    [Theory, MemberData(nameof(Layouts))]
    public void EveryLayout_IsNamedAndDraws(
        string says, int[] widths, int outputs, int features, string encoder, int carried)
    {
        string file = new Rife4Weights(widths, outputs, features, encoder, carried)
        {
            Beside = ["block_tea.conv0.0.0.weight", "teacher.x", "caltime.0.bias"],
        }.Write(_folder["flownet.pkl"]);
        Assert.Equal((says, NetworkKind.Interpolation), Read(file));

        using var network = TinyNetworks.Open(file, _folder);
        var pair = new FramePair(Planes.Of(Scenes.At(0)), Planes.Of(Scenes.At(1)), network.Network.Multiple);
        float[] early = pair.At(0.1f, network, Cancel).Values, half = pair.At(0.5f, network, Cancel).Values;
        Assert.All(half, value => Assert.InRange(value, -0.001f, 1.001f));      // a mixture of the two frames
        Assert.NotEqual(early, half);
        Assert.Equal(half, pair.Middle(network, Cancel).Values);
    }

    [Fact]
    public void Read_BlocksForTheWrongNumberOfChannels_SaysWhatItLooksLike()
    {
        var e = Assert.Throws<ModelLoadException>(() => NetworkDescription.Read(FieldFiles.Path("rife46.pkl")));

        Assert.Contains("its names are those of RIFE 4.6, but", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            "block1.conv0.0.0.weight takes 7 channels instead of 12 or 13", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("block3.lastconv.weight", "it is a RIFE 4.0 to 4.4, which is built in another way; ")]
    [InlineData("unet.up0.0.weight", "it is the RIFE of the paper (ECCV 2022), which is built in another way; ")]
    public void Read_VersionThatIsBuiltInAnotherWay_IsNamedWithThoseThatWork(string name, string says)
    {
        string file = new Rife4Weights([8, 8], 6, 0, "", 0) { Beside = ["block0.lastconv.weight", name] }
            .Write(_folder["flownet.pkl"]);
        var e = Assert.Throws<ModelLoadException>(() => NetworkDescription.Read(file));

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Contains("RIFE 4.5 to 4.26 and RIFE HDv3 work", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "", "has 3 of the four or five blocks")]
    [InlineData(4, "block2.conv9.weight", "no place in the network for block2.conv9.weight")]
    public void Open_IncompleteOrWithMore_SaysSo(int blocks, string beside, string says)
    {
        string file = new Rife4Weights([.. Enumerable.Repeat(8, blocks)], 6, 0, "", 0) { Beside = beside == "" ? [] : [beside] }
            .Write(_folder["flownet.pkl"]);
        var e = Assert.Throws<ModelLoadException>(() => TinyNetworks.Open(file, _folder).Dispose());

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    /// <summary>All frames between two are drawn from these two, at their own moments; the padding is cut off again.</summary>
    [Fact]
    public void Push_FourTimesTheRate_DrawsEachAtItsMoment()
    {
        string file = TinyNetworks.Golden("rife4_426", "flownet.pkl");
        Frame first = Scenes.At(0), second = Scenes.At(1);
        using var filter = new RifeInterpolator(file, 4, TinyNetworks.Options(_folder)).Open(Scenes.Info(2));
        List<Frame> frames = [.. filter.Push(first, Cancel), .. filter.Push(second, Cancel), .. filter.Flush(Cancel)];

        using var network = TinyNetworks.Open(file, _folder);
        var pair = new FramePair(Planes.Of(first), Planes.Of(second), network.Network.Multiple);
        Assert.Equal(
            [first.Pixels.ToArray(), At(0.25f), At(0.5f), At(0.75f), second.Pixels.ToArray()],
            frames.Select(frame => frame.Pixels.ToArray()));
        Assert.All(frames, frame => Assert.Equal((DrawnScene.Width, DrawnScene.Height), (frame.Width, frame.Height)));

        byte[] At(float moment) => pair.At(moment, network, Cancel).ToFrame().Pixels.ToArray();
    }

    [Fact]
    public void Half_IsNearlyTheSame()
    {
        string file = TinyNetworks.Golden("rife4_417", "flownet.pkl");
        using var full = TinyNetworks.Open(file, _folder);
        using var half = NetworkSession.Open(
            file, new NetworkOptions { Device = "cpu", Half = true, CacheFolder = _folder.FullPath, Threads = 1 });
        var pair = new FramePair(Planes.Of(Scenes.At(0)), Planes.Of(Scenes.At(1)), full.Network.Multiple);

        double error = pair.At(0.25f, full, Cancel).Values
            .Zip(pair.At(0.25f, half, Cancel).Values, (a, b) => Math.Pow(a - b, 2)).Average();
        Assert.InRange(-10 * Math.Log10(error), 40, 200);
    }

    [Fact]
    public void Convert_ToOnnx_TakesAMomentForEveryPair()
    {
        OnnxConversion.Convert(TinyNetworks.Golden("rife4_47", "flownet.pkl"), _folder["rife.onnx"], half: false);
        using var settings = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(_folder["rife.onnx"], settings);

        Assert.Equal(["pictures", "timestep"], session.InputNames);
        Assert.Equal([-1, 1, 1, 1], session.InputMetadata["timestep"].Dimensions);
    }

    [Fact]
    public void RunAt_OfANetworkWithoutMoments_IsABug()
    {
        using var network = TinyNetworks.Open(TinyNetworks.Interpolation, _folder);
        var picture = new Planes(32, 32);

        var e = Assert.Throws<NotSupportedException>(() => network.RunAt(picture, picture, 0.5f, Cancel));

        Assert.Equal("RIFE HDv3 (IFNet), 24 channels draws the frame halfway and no other.", e.Message);
    }

    private static (string, NetworkKind) Read(string file) =>
        NetworkDescription.Read(file) is var network ? (network.Description, network.Kind) : default;
}
