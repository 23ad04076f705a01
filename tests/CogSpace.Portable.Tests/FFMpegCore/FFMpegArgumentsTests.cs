using System.Text.RegularExpressions;
using FFMpegCore;
using FFMpegCore.Arguments;
using FFMpegCore.Enums;

namespace CogSpace.Portable.Tests.FFMpegCore;

/// <summary>The expected lines are what FFMpegCore 5.4.0 answers to the same calls; only the name of the pipe varies.</summary>
public sealed partial class FFMpegArgumentsTests
{
    private const string Input = $"{StubSource.Arguments} -i \"unix:PIPE\"";

    public static TheoryData<string, Action<FFMpegArgumentOptions>> OutputOptions => new()
    {
        { "-c:v libx264", o => o.WithVideoCodec("libx264") },
        { "-c:a libopus", o => o.WithAudioCodec("LibOpus") },
        { "-b:a 96k", o => o.WithAudioBitrate(96) },
        { "-loop 0", o => o.Loop(0) },
        { "-crf 0", o => o.WithConstantRateFactor(0) },
        { "-crf 63", o => o.WithConstantRateFactor(63) },
        { "-r 8", o => o.WithFramerate(8) },
        { "-r 23.976", o => o.WithFramerate(23.976) },
        { "-r 1E-05", o => o.WithFramerate(1e-5) },
        { "-pix_fmt yuv420p", o => o.ForcePixelFormat("yuv420p") },
        { "-f mp4", o => o.ForceFormat("mp4") },
        { "-movflags faststart", o => o.WithFastStart() },
        { "-vf scale=2:2", o => o.WithCustomArgument("-vf scale=2:2") },
        { " -movflags faststart", o => o.WithCustomArgument("").WithFastStart() },
        { "-c:v libx264 -preset medium -crf 18", o => o.WithVideoCodec("libx264").WithSpeedPreset(Speed.Medium).WithConstantRateFactor(18) },
    };

    [Fact]
    public void OutputToFile_Overwrites() => AssertLine($"{Input} \"out.mp4\" -y", FromStub().OutputToFile("out.mp4"));

    [Fact]
    public void OutputToFile_WithoutOverwrite() => AssertLine($"{Input} \"a b.mp4\"", FromStub().OutputToFile("a b.mp4", overwrite: false));

    [Fact]
    public void FromPipeInput_PutsItsOptionsFirst() =>
        AssertLine($"-re {Input} \"out.mp4\" -y", FFMpegArguments.FromPipeInput(new StubSource(), o => o.WithCustomArgument("-re")).OutputToFile("out.mp4"));

    [Fact]
    public void FromFileInput_AddFileInput_ComeInTheirOrder() =>
        AssertLine("-re -i \"a b.mp4\" -f ffmetadata -i \"c\" -crf 1 \"out.mp4\" -y", FFMpegArguments
            .FromFileInput("a b.mp4", verifyExists: false, o => o.WithCustomArgument("-re"))
            .AddFileInput("c", false, o => o.ForceFormat("ffmetadata"))
            .OutputToFile("out.mp4", true, o => o.WithConstantRateFactor(1)));

    [Fact]
    public void AddFileInput_ComesAfterThePipe() =>
        AssertLine($"{Input} -i \"c\" \"out.mp4\" -y", FromStub().AddFileInput("c", verifyExists: false).OutputToFile("out.mp4"));

    [Theory, MemberData(nameof(OutputOptions))]
    public void OutputToFile_PutsItsOptionsBeforeTheFile(string expected, Action<FFMpegArgumentOptions> add) =>
        AssertLine($"{Input} {expected} \"out.mp4\" -y", FromStub().OutputToFile("out.mp4", true, add));

    [Theory]
    [InlineData(Speed.VerySlow, "veryslow")]
    [InlineData(Speed.Slower, "slower")]
    [InlineData(Speed.Slow, "slow")]
    [InlineData(Speed.Medium, "medium")]
    [InlineData(Speed.Fast, "fast")]
    [InlineData(Speed.Faster, "faster")]
    [InlineData(Speed.VeryFast, "veryfast")]
    [InlineData(Speed.SuperFast, "superfast")]
    [InlineData(Speed.UltraFast, "ultrafast")]
    public void WithSpeedPreset_UsesTheNamesOfX264(Speed speed, string name) =>
        AssertLine($"{Input} -preset {name} \"out.mp4\" -y", FromStub().OutputToFile("out.mp4", true, o => o.WithSpeedPreset(speed)));

    [Theory]
    [InlineData(VerbosityLevel.Quiet, "-hide_banner -loglevel quiet")]
    [InlineData(VerbosityLevel.Fatal, "-hide_banner -loglevel fatal")]
    [InlineData(VerbosityLevel.Error, "-hide_banner -loglevel error")]
    [InlineData(VerbosityLevel.Warning, "-hide_banner -loglevel warning")]
    [InlineData(VerbosityLevel.Info, "-loglevel info")]
    [InlineData(VerbosityLevel.Verbose, "-loglevel verbose")]
    [InlineData(VerbosityLevel.Debug, "-loglevel debug")]
    [InlineData(VerbosityLevel.Trace, "-loglevel trace")]
    public void WithVerbosityLevel_ComesFirst(VerbosityLevel level, string expected) =>
        AssertLine($"{expected} {Input} \"out.mp4\" -y", FromStub().WithGlobalOptions(g => g.WithVerbosityLevel(level)).OutputToFile("out.mp4"));

    [Fact]
    public void WithVerbosityLevel_IsErrorUnlessTold() =>
        AssertLine($"-hide_banner -loglevel error {Input} \"out.mp4\" -y", FromStub().WithGlobalOptions(g => g.WithVerbosityLevel()).OutputToFile("out.mp4"));

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void WithConstantRateFactor_OutOfRange_Throws(int crf)
    {
        var e = Assert.Throws<ArgumentException>(() => FromStub().OutputToFile("out.mp4", true, o => o.WithConstantRateFactor(crf)));

        Assert.Equal("crf", e.ParamName);
    }

    private static FFMpegArguments FromStub() => FFMpegArguments.FromPipeInput(new StubSource());

    private static void AssertLine(string expected, FFMpegArgumentProcessor processor) =>
        Assert.Equal(expected, PipeName().Replace(processor.Arguments, "unix:PIPE"));

    [GeneratedRegex("unix:[^\"]+/CoreFxPipe_[^\"]+")]
    private static partial Regex PipeName();
}
